"""Names that XML and Avro take: letters, digits and underscores, no digit first."""

from __future__ import annotations

import re
from collections.abc import Iterable

OTHER = re.compile(r"[^A-Za-z0-9_]")


def simple_names(names: Iterable[str]) -> dict[str, str]:
    """Such a name for each name, no two alike; a name that will do stays as it is."""
    found: dict[str, str] = {}
    given = list(names)
    taken = {name for name in given if _will_do(name)}
    for name in given:
        if name in taken and name not in found:
            found[name] = name
            continue
        plain = OTHER.sub("_", name)
        plain = f"_{plain}" if plain[:1].isdigit() or not plain else plain
        chosen, number = plain, 2
        while chosen in taken:
            chosen, number = f"{plain}_{number}", number + 1
        taken.add(chosen)
        found[name] = chosen
    return found


def _will_do(name: str) -> bool:
    return bool(name) and not OTHER.search(name) and not name[0].isdigit()
