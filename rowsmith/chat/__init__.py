"""A conversation about one dataset."""
