"""Stage of the flow: report."""
