"""The JSON Schemas of a plan as files, written by `python -m rowsmith.tools.plan.schema`."""
