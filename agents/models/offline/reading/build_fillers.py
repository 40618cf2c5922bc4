"""Builder of the table `phrases_fillers`."""

from __future__ import annotations

from rowsmith.agents.models.offline.reading.view import Builder, Reading, View


def filler(view: View) -> Reading:
    """Words that ask for nothing; what was named before them stays named."""
    return view.made()


BUILDERS: dict[str, Builder] = {"filler": filler}
