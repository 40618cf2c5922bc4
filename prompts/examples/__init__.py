"""Worked examples: one JSON file each, with what was asked and the plan that answers it."""
