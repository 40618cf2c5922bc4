"""Settings of all tests."""

from __future__ import annotations

from hypothesis import settings

# How long an example takes depends on what else the machine does, and is no property of the code.
settings.register_profile("rowsmith", deadline=None)
settings.load_profile("rowsmith")
