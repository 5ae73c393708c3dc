"""Stage of the flow: segment."""
