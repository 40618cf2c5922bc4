"""A friendly plan as YAML that reads well: blocks for tables, one line for a sampler, short lines.

A line that would grow too long becomes a block of shorter ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rowsmith.tools.plan.friendly.parts import Friendly, Said
from rowsmith.tools.plan.notation.scalars import spelt

WIDTH = 110
LONGEST_PADDED = 24
"""Names longer than this do not push the values of a table's other columns to the right."""

LONGEST_KEY = 120
"""YAML takes a key for a key on one line only up to a length; longer ones are marked by `? `."""

STEP = 2

Path = tuple[str, ...]
"""The keys that lead to a place of the plan."""


def document(plan: Said) -> str:
    """The whole plan."""
    lines: list[str] = []
    for key, value in plan.items():
        if key in ("constants", "tables", "rules"):
            lines.append("")
        lines += entry((key,), value, 0)
    return "\n".join(lines) + "\n"


def entry(path: Path, value: Friendly, indent: int, padded: int = 0) -> list[str]:
    """The lines of one key and its value; `padded` is the column that the value starts at, if it can."""
    head = key(path[-1], indent)
    if isinstance(value, Mapping) and value and (blocked(path) or _long(head, value, padded)):
        return [f"{head}:", *block(path, value, indent + STEP)]
    if isinstance(value, list | tuple) and value and (listed(path) or _long(head, value, padded)):
        return [f"{head}:", *items(path, value, indent + STEP)]
    return [f"{head}: ".ljust(padded) + flow(value, flowing=False)]


def block(path: Path, entries: Said, indent: int) -> list[str]:
    """The lines of a map's entries."""
    padded = indent + padding(entries) if path[2:] == ("columns",) else 0
    lines: list[str] = []
    for name, value in in_order(path, entries).items():
        if path == ("tables",) and lines:
            lines.append("")
        lines += entry((*path, name), value, indent, padded)
    return lines


def in_order(path: Path, entries: Said) -> Said:
    """The key of a table stands above rows that are written out, so that it is not lost below them."""
    if path[:1] != ("tables",) or len(path) != 2 or not isinstance(entries.get("rows"), list | tuple):
        return entries
    last = {name: entries[name] for name in entries if name in ("rows", "columns", "segments", "rules")}
    return {name: value for name, value in entries.items() if name not in last} | last


def items(path: Path, values: Sequence[Friendly], indent: int) -> list[str]:
    """The lines of a list's items."""
    return [line for value in values for line in item(path, value, indent)]


def item(path: Path, value: Friendly, indent: int) -> list[str]:
    dash = " " * indent + "- "
    if isinstance(value, Mapping) and value and not listed(path) and _long(dash, value, 0):
        first, *rest = block((*path, "-"), value, indent + STEP)
        return [dash + first[indent + STEP :], *rest]
    return [dash + flow(value, flowing=False)]


def blocked(path: Path) -> bool:
    """Whether the map at this place is written as a block however short it is."""
    match path:
        case ("tables" | "rules" | "constants",) | ("tables", _):
            return True
        case ("tables", _, "columns" | "segments" | "rules"):
            return True
        case _:
            return False


def listed(path: Path) -> bool:
    """Whether the list at this place has a line for each item: rows written out."""
    return len(path) == 3 and path[0] == "tables" and path[2] == "rows"


def padding(entries: Said) -> int:
    """How far behind the start of a key its value starts, so that values stand in one column."""
    lengths = [len(key(name, 0)) for name in entries]
    return max((length for length in lengths if length <= LONGEST_PADDED), default=0) + 2


def key(name: Friendly, indent: int) -> str:
    """The key at the start of a line."""
    text, space = spelt(name, flow=False), " " * indent
    return f"{space}{text}" if len(text) <= LONGEST_KEY else f"{space}? {text}\n{space}"


def flow(value: Friendly, *, flowing: bool = True) -> str:
    """The value on one line; `flowing` when it stands inside braces or brackets."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_flow_key(name)}: {flow(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(one) for one in value) + "]"
    return spelt(value, flow=flowing)


def _flow_key(name: Friendly) -> str:
    text = spelt(name, flow=True)
    return text if len(text) <= LONGEST_KEY else f"? {text} "


def _long(head: str, value: Friendly, padded: int) -> bool:
    line = max(len(head) + 2, padded) + len(flow(value, flowing=False))
    return line > WIDTH
