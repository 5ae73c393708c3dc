"""Stage of the flow: annotate."""
