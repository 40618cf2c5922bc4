"""Many datasets from one file of tasks."""
