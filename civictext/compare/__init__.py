"""Stage of the flow: compare."""
