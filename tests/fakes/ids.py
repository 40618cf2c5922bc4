"""Names of test cases that are the same in every process."""

from __future__ import annotations

import re

ADDRESS = re.compile(r" at 0x[0-9a-f]+")


def steady(value: object) -> str:
    """Functions by their name, sets in their order, everything else as it is written, without addresses."""
    if isinstance(value, set | frozenset):
        return repr(sorted(value, key=repr))
    name = getattr(value, "__name__", None)
    return name if isinstance(name, str) else ADDRESS.sub("", str(value))
