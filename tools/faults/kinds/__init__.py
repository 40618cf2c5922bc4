"""Kinds of fault, one file for each concern; every function named in REGISTRY finds the spots of one kind."""
