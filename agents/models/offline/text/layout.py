"""The lines of a message: their indentation and bullet marks, and which line stands under which."""

from __future__ import annotations

import re
from dataclasses import dataclass

LINE = re.compile(r"[^\n]+")
MARKER = re.compile(r"(?P<indent>[ \t]*)(?P<marker>(?:[-*•‣▪–—#>+]+|\d{1,2}[.)]|[a-z][.)])(?=\s))?[ \t]*")


@dataclass(frozen=True, slots=True)
class Line:
    """The text of a line at [start, end), its bullet left out; `parent` is the index of the line it stands under."""

    start: int
    end: int
    indent: int
    marker: str
    parent: int | None


def lines_of(message: str) -> list[Line]:
    """The lines that are not blank, in order."""
    lines: list[Line] = []
    for match in LINE.finditer(message):
        head = MARKER.match(message, match.start(), match.end())
        start, end = (head.end() if head else match.start()), match.end()
        if message[start:end].strip():
            indent = len((head["indent"] if head else "").replace("\t", "    "))
            marker = (head["marker"] if head else None) or ""
            lines.append(Line(start, end, indent, marker, parent_of(lines, indent, marker)))
    return lines


def parent_of(lines: list[Line], indent: int, marker: str) -> int | None:
    """The nearest earlier line that is indented less and is itself a bullet or ends as a heading."""
    if not marker:
        return None
    for index in range(len(lines) - 1, -1, -1):
        above = lines[index]
        if above.indent < indent and above.marker:
            return index
        if not above.marker:
            return None
    return None
