"""Runs of nouns cut into the names of several attributes."""

from __future__ import annotations

from collections.abc import Sequence

from rowsmith.agents.models.offline.lexicon.load import words
from rowsmith.agents.models.offline.ontology.columns import is_exactly_known, is_known
from rowsmith.agents.models.offline.reading.nouns import Nouns
from rowsmith.agents.models.offline.text.items import Item

LEADING = words("mentions", "leading")
ALONE = words("mentions", "alone")
COMPOUND_ENDINGS = words("mentions", "compound_endings")


class Cutter(Nouns):
    """Cuts a run of nouns into the attributes that it names."""

    def cuts(self, items: Sequence[Item], start: int, end: int) -> list[int]:
        """Where the second and further names of a run begin."""
        run = tuple(item.word for item in items[start:end])
        for length in range(1, len(run)):
            if self.is_state(run[:length]) and self.is_declared(run[length:]):
                return [start + length]
        if len(run) < 2 or self.is_declared(run):
            return []
        parts = self.parts(run)
        if parts is not None:
            return [start + part for part in parts]
        return [start + 1] if self.leads(run, items, end) else []

    def parts(self, run: tuple[str, ...]) -> list[int] | None:
        """The beginnings of known names; None where the run has no such parts."""
        if self.is_enumeration(run):
            return list(range(1, len(run)))
        for length in range(1, len(run)):
            head, tail = run[:-length], run[-length:]
            if self.is_state(tail) and is_known(head) and not is_known(tail):
                return [len(head)]
        found, first = segments(run), run[0]
        if len(run) >= 3 and len(found) > 1 and not is_exactly_known(run):
            return found[1:]
        if first in LEADING and not is_known(run):
            return [1]
        return next(
            (
                [length]
                for length in range(len(run) - 1, 0, -1)
                if self.is_state(run[:length]) and is_known(run[length:])
            ),
            None,
        )

    def is_enumeration(self, run: tuple[str, ...]) -> bool:
        """Each word is a usual column by itself: name email phone."""
        single, last = all(is_exactly_known((word,)) for word in run), run[-1]
        listed = len(run) >= 3 or set(run) <= ALONE
        return single and listed and last not in COMPOUND_ENDINGS and "of" not in run

    def leads(self, run: tuple[str, ...], items: Sequence[Item], end: int) -> bool:
        """A status, type or the like with the first of its values after it."""
        if run[0] not in LEADING or is_exactly_known(run):
            return False
        follows = items[end].word if end < len(items) else ""
        return follows in {"/", "|", "or"} or (follows == "," and not is_exactly_known(run[1:]))


def segments(words: tuple[str, ...]) -> list[int]:
    """Where the usual columns begin that fill a run without rest (start time end time); empty where they don't."""
    starts: list[int] = []
    at = 0
    while at < len(words):
        length = next(
            (n for n in range(min(3, len(words) - at), 0, -1) if is_exactly_known(words[at : at + n])), 0
        )
        if not length or (length == 1 and words[at] in COMPOUND_ENDINGS):
            return []
        starts.append(at)
        at += length
    return starts
