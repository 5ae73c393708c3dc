"""Stage of the flow: cluster."""
