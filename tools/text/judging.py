"""Whether a text that a model wrote is what was asked, and whether it is new."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz, process, utils

from rowsmith.tools.plan.samplers import Text
from rowsmith.tools.text.stock import count_words

TOO_NEAR = 85.0
"""Likeness, of 100, from which on two texts count as the same one in other clothes (rapidfuzz, in any word order)."""
_STOP = re.compile(r"[.!?…]+(?=\s|$|[\"'”’)])")
_SLOT = re.compile(r"\{([A-Za-z_][A-Za-z_0-9.]*)\}")


def slots_of(said: Text) -> tuple[str, ...]:
    """The paths whose values stand in each text, from `contains`."""
    return tuple(dict.fromkeys(path for fact in said.contains for path in _SLOT.findall(fact)))


def faults_of_text(text: str, said: Text, facts: Sequence[str]) -> Iterator[str]:
    """What is wrong with one text, a short phrase each.

    Args:
        text: as the model wrote it.
        said: what was asked.
        facts: what must stand in it, letter by letter.
    """
    if not text.strip():
        yield "it is empty"
        return
    spoken = text
    if said.turns is not None:
        turns = _turns(text)
        if turns is None:
            yield 'it is no JSON list of {"speaker", "text"}'
            return
        yield from _outside("turns", len(turns), said.turns)
        spoken = "\n".join(turns)
    if said.words is not None:
        yield from _outside("words", count_words(text), said.words)
    if said.sentences is not None:
        yield from _outside("sentences", count_sentences(spoken), said.sentences)
    for fact in facts:
        if fact not in spoken:
            yield f"{fact!r} does not stand in it letter by letter"
    known = slots_of(said)
    for path in _SLOT.findall(spoken):
        if path not in known:
            yield f"{{{path}}} is no value that is put in"


def count_sentences(text: str) -> int:
    """How many sentences end in it; text without a full stop is one."""
    return max(1, len(_STOP.findall(text.strip())))


def far_apart(texts: Iterable[str], known: Sequence[str] = ()) -> list[str]:
    """The texts that are neither near a known one nor near an earlier one, in their order."""
    kept: list[str] = []
    seen = [_plain(text) for text in known]
    for text in texts:
        plain = _plain(text)
        if not _is_near(plain, seen):
            kept.append(text)
            seen.append(plain)
    return kept


def near_share(texts: Sequence[str]) -> float:
    """The share of texts that are near one before them."""
    return 1 - len(far_apart(texts)) / len(texts) if texts else 0.0


def _is_near(text: str, seen: Sequence[str]) -> bool:
    return (
        text in seen
        or process.extractOne(text, seen, scorer=fuzz.token_sort_ratio, score_cutoff=TOO_NEAR) is not None
    )


def _plain(text: str) -> str:
    """Letters and digits in lower case: capitals and signs make no other text."""
    return utils.default_process(text) or text


def _outside(what: str, count: int, bounds: tuple[int, int]) -> Iterator[str]:
    if not bounds[0] <= count <= bounds[1]:
        yield f"it has {count} {what}, not {bounds[0]} to {bounds[1]}"


def _turns(text: str) -> list[str] | None:
    """What is said in each turn; None where the text is no conversation."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    if not isinstance(found, list):
        return None
    said = [turn.get("text") for turn in found if isinstance(turn, dict) and set(turn) == {"speaker", "text"}]
    spoken = [one for one in said if isinstance(one, str)]
    return spoken if found and len(spoken) == len(found) else None
