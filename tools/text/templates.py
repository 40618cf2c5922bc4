"""The door of this room: from what a text is about to a kind that makes it."""

from __future__ import annotations

from collections.abc import Sequence

from rowsmith.tools.errors import PlanError
from rowsmith.tools.semantics.arrow_text import Fits
from rowsmith.tools.semantics.locales import DEFAULT as ENGLISH
from rowsmith.tools.semantics.locales import resolve_locale
from rowsmith.tools.text.grouping import grouping_for
from rowsmith.tools.text.stock import Bounds
from rowsmith.tools.text.subject import understand
from rowsmith.tools.text.written import TextKind

_SHORT = 6


def template_for(
    about: str,
    fits: Fits | None = None,
    *,
    words: tuple[int, int] | None = None,
    sentences: tuple[int, int] | None = None,
    tone: str | None = None,
    locale: str = ENGLISH,
    contains: Sequence[str] = (),
) -> TextKind:
    """The texts that a description asks for.

    Args:
        about: what it is, as "title of an online course".
        fits: by column name a sample of the values that the texts fit; ratings choose the mood, categories the
            words, other text may stand in it. Only names, types and the top of a rating's scale count.
        words: how many words, least and most.
        sentences: how many sentences, least and most.
        tone: how it sounds, as "angry".
        locale: whose names and cities it may mention; the sentences are English.
        contains: facts that stand in each text, letter by letter.

    Raises:
        PlanError: bounds that no text can keep.
    """
    _check(words, "words")
    _check(sentences, "sentences")
    given = dict(fits or {})
    wish = understand(about, is_short=sentences is None and (words is None or words[1] <= _SHORT))
    code = resolve_locale(locale)
    note = None if code.startswith("en") else "Texts by templates are in English."
    grouping = grouping_for(wish.templates, about, tone, given)
    return TextKind(wish, tuple(given), Bounds(words, sentences), code, grouping, tuple(contains), note)


def _check(bounds: tuple[int, int] | None, what: str) -> None:
    if bounds is not None and not 1 <= bounds[0] <= bounds[1]:
        raise PlanError(f"A text can't have {bounds[0]} to {bounds[1]} {what}.", hint="Begin at 1 or above.")
