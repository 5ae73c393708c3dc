"""Stage of the flow: read."""
