"""A resolved expression's placeholders, replaced by SQL."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PARTS = re.compile(r"""('(?:[^']|'')*'|"(?:[^"]|"")*"|/\*.*?\*/)|\b([io]\d+)\b""", re.DOTALL)


def filled(sql: str, values: Mapping[str, str]) -> str:
    """`sql` with every placeholder replaced; literals, quoted names and comments stay as they are."""

    def put(found: re.Match[str]) -> str:
        kept, name = found.group(1), found.group(2)
        return kept if kept is not None else values.get(name, name)

    return _PARTS.sub(put, sql)
