"""Changes of a plan in its friendly form, each for one kind of wish; True where something was changed."""

from __future__ import annotations

import re
from collections.abc import Callable

from rowsmith.agents.models.offline.reading.places import spellings
from rowsmith.agents.models.offline.revising.additions import addition
from rowsmith.agents.models.offline.revising.dealt import gone, presence, shares
from rowsmith.agents.models.offline.revising.parts import Part
from rowsmith.agents.models.offline.revising.sizes import bounds, multiple, rows
from rowsmith.tools.semantics import find_locale

Change = Callable[[Part], bool]
PLACES = re.compile(r"address|name|cit|place|locale|phone|people|person|countr|data", re.IGNORECASE)


def locale(part: Part) -> bool:
    """As in "use German addresses from now on": the plan's locale, or that of the tables that are named."""
    words = [item.raw.lower() for item in part.items if item.symbol == "w"]
    country = next((spellings()[word] for word in words if word in spellings()), None)
    if country is None or not PLACES.search(part.text):
        return False
    found = find_locale(country)
    if found is None:
        return False
    tables = part.tables
    for table in tables:
        part.plan["tables"][table]["locale"] = found.code
    if not tables:
        part.plan["locale"] = found.code
        for content in part.plan["tables"].values():
            content.pop("locale", None)
    return True


CHANGES: tuple[Change, ...] = (locale, multiple, gone, presence, addition, shares, bounds, rows)
"""In the order in which they are tried; the first that changes something answers the part."""
