"""Stage of the flow: tag."""
