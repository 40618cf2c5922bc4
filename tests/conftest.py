"""Settings of all tests."""

from __future__ import annotations

import os
import tempfile

from hypothesis import settings

# How long an example takes depends on what else the machine does, and is no property of the code.
settings.register_profile("rowsmith", deadline=None)
settings.load_profile("rowsmith")

# No test reads or writes the cache of whoever runs the tests.
os.environ["ROWSMITH_CACHE"] = tempfile.mkdtemp(prefix="rowsmith-test-answers-")
