"""What a description of a text asks for: its form, its subject, and the noun to call it by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rowsmith.tools.text.tables import TemplateSet, forms, phrase_at, template_sets, usual_nouns, whole_forms

_SMALL = [
    "a",
    "an",
    "the",
    "one",
    "each",
    "every",
    "some",
    "any",
    "short",
    "long",
    "of",
    "for",
    "about",
    "on",
    "in",
    "at",
    "by",
    "from",
    "with",
    "to",
    "and",
    "or",
    "that",
    "which",
    "this",
    "its",
    "their",
    "it",
    "is",
    "are",
    "what",
    "how",
    "text",
    "written",
    "single",
    "brief",
    "concise",
    "real",
    "realistic",
    "fictional",
    "invented",
    "plausible",
]
_STOPS = (
    r",|\b(?:of|for|about|on|in|at|by|from|with|to|that|which|and|or|who|where|given|as|per|during|after|when|before"
    r"|fitting|matching|based|depending|mentioning|including|using|written|asked|left|posted|sent|done|made|such|like)\b"
)
_WEAK = frozenset(
    [
        "visit",
        "appointment",
        "item",
        "order",
        "stay",
        "case",
        "event",
        "work",
        "service",
        "request",
        "ticket",
        "issue",
        "report",
        "entry",
        "document",
        "location",
        "group",
        "unit",
        "section",
        "part",
        "customer",
        "client",
        "article",
        "person",
        "patient",
        "category",
        "class",
        "product",
        "page",
    ]
)
_ANY, _NOTHING = "*", "-"


@dataclass(frozen=True)
class Wish:
    """What is asked for.

    Attributes:
        form: the form of text.
        templates: the set that serves it.
        noun: what the text is about, in the singular, as far as it can be read.
    """

    form: str
    templates: TemplateSet
    noun: str


def understand(about: str, *, is_short: bool) -> Wish:
    """The wish behind words such as "title of an online course"; unknown subjects get the general set."""
    text = re.sub(r"\s+", " ", about.casefold()).strip()
    found = _first(forms(), text)
    if found is None:
        form, rest, before = whole_forms().get(text, "name" if is_short else "description"), text, ""
    else:
        phrase, place = found
        form, rest, before = forms()[phrase], text[place + len(phrase) :], text[:place]
    chosen = _set_for(form, rest, before, text)
    return Wish(form, chosen, _noun(rest) or _noun(before) or usual_nouns().get(form, "matter"))


def _first(phrases: Iterable[str], text: str) -> tuple[str, int] | None:
    """The phrase that stands first in the text; of several at one place the longest."""
    places = [(phrase_at(phrase, text), -len(phrase), phrase) for phrase in phrases]
    standing = [found for found in places if found[0] >= 0]
    return (min(standing)[2], min(standing)[0]) if standing else None


def _set_for(form: str, rest: str, before: str, text: str) -> TemplateSet:
    """The set of the first noun phrase that names a subject; words that could mean anything only if none else does."""
    sets = template_sets()[form]
    by_subject = {
        subject: made
        for made in reversed(sets)
        for subject in made.subjects
        if subject not in (_ANY, _NOTHING)
    }
    heads = [_head(by_subject, phrase) for part in (rest, before, text) for phrase in re.split(_STOPS, part)]
    named = [head for head in heads if head is not None]
    strong = [head for head in named if head not in _WEAK or form == "name"]
    if named:
        return by_subject[(strong or named)[0]]
    wanted = (_ANY,) if _noun(rest) or _noun(before) else (_NOTHING, _ANY)
    general = [made for subject in wanted for made in sets if subject in made.subjects]
    return (*general, *sets)[0]


def _head(phrases: Iterable[str], text: str) -> str | None:
    """The phrase that ends last in the text, as the head of a noun phrase does; of several the longest."""
    places = [
        (phrase_at(phrase, text) + len(phrase), len(phrase), phrase)
        for phrase in phrases
        if phrase_at(phrase, text) >= 0
    ]
    return max(places)[2] if places else None


def _noun(text: str) -> str:
    """The first noun phrase of the text, without articles and without what follows a preposition."""
    pieces = [piece.strip(" ,.:;!?\"'") for piece in re.split(_STOPS, text)]
    for piece in pieces:
        words = [word for word in re.findall(r"[\w'-]+", piece) if word not in _SMALL and not word.isdigit()]
        if words:
            return _singular(" ".join(words[-2:]))
    return ""


def _singular(phrase: str) -> str:
    head, _, last = phrase.rpartition(" ")
    if len(last) > 3 and last.endswith("ies"):
        last = f"{last[:-3]}y"
    elif len(last) > 3 and last.endswith("s") and not last.endswith(("ss", "us", "is")):
        last = last[:-1]
    return f"{head} {last}".strip()
