"""Shares that deal out all rows: "80% paid, 15% open and 5% cancelled" is one list of states, not three flags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rowsmith.agents.models.offline.reading.statements import OneOf, Place, ShareOf, Statement
from rowsmith.agents.models.offline.reading.vocabulary import Attribute, Vocabulary
from rowsmith.agents.models.offline.text.quantity import Quantity

WHOLE = 0.02
NEAR = 8
PART = re.compile(
    r"^[\s,;]*(?:and\s+|about\s+|around\s+|roughly\s+|~\s*|the\s+)*(?:\d[\d.,]*\s*(?:%|per\s?cent|percent)?|half|a\s+third|a\s+quarter|rest)(?:\s+(?:of\s+them|are|is|be))*\s+"
)


def dealt(message: str, statements: Sequence[Statement], vocabulary: Vocabulary) -> list[Statement]:
    """The statements with each run of shares that add up to all rows as one list of values."""
    made: list[Statement] = []
    for run in _runs(statements):
        merged = _merged(message, run, vocabulary)
        made += [merged] if merged is not None else run
    return made


def _runs(statements: Sequence[Statement]) -> Iterator[list[Statement]]:
    """Neighbouring shares of one entity together, everything else alone."""
    run: list[Statement] = []
    for statement in sorted(statements, key=lambda one: one.quote):
        if run and not (_is_share(statement) and _is_share(run[-1]) and _adjoins(run[-1], statement)):
            yield run
            run = []
        run.append(statement)
    if run:
        yield run


def _is_share(statement: Statement) -> bool:
    return (
        isinstance(statement, ShareOf) and statement.among is None and statement.quantity.single is not None
    )


def _adjoins(left: Statement, right: Statement) -> bool:
    if not isinstance(left, ShareOf) or not isinstance(right, ShareOf):
        return False
    same = left.condition.place.entity == right.condition.place.entity
    return same and right.quote[0] - left.quote[1] <= NEAR


def _merged(message: str, run: list[Statement], vocabulary: Vocabulary) -> OneOf | None:
    shares = [one for one in run if isinstance(one, ShareOf)]
    parts = [one.quantity.single or 0.0 for one in shares]
    if (
        len(shares) < 2
        or abs(sum(parts) - 1) > WHOLE
        or len({one.condition.place.attribute for one in shares}) == 1
    ):
        return None
    words = [_word(message, one) for one in shares]
    if not all(words) or len(set(words)) < len(words):
        return None
    entity = vocabulary.entities[shares[0].condition.place.entity]
    for one in shares:
        name = one.condition.place.attribute
        attribute = entity.attributes.get(name)
        if attribute is not None and not attribute.given and name.startswith(("is_", "has_")):
            del entity.attributes[name]
    for word in words:
        entity.attributes.pop(f"is_{word}", None)
    entity.attributes.setdefault("status", Attribute("status", ("status",)))
    quote = (shares[0].quote[0], shares[-1].quote[1])
    soft = any(one.quantity != Quantity.exactly(one.quantity.single or 0.0) for one in shares)
    return OneOf(Place(entity.name, "status"), tuple(words), quote, tuple(parts), firm=not soft)


def _word(message: str, said: ShareOf) -> str:
    """The state that a share names: what is left of its words without the number."""
    text = message[said.quote[0] : said.quote[1]].lower()
    return PART.sub("", text).strip(" .,;")
