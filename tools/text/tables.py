"""The phrase tables of this room, read from their files on first use."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

DEFAULT = ""
INSERT = "+"


@dataclass
class Group:
    """Templates for the values that hold one of the words.

    Attributes:
        is_strong: it wins over what other columns ask for.
        lines: templates with the part of the text where they may stand; 0 for a text of its own.
        inserts: templates that hold the value itself as {fit}.
    """

    words: tuple[str, ...] = ()
    is_strong: bool = False
    lines: list[tuple[int, str]] = field(default_factory=list)
    inserts: list[str] = field(default_factory=list)

    @property
    def is_prose(self) -> bool:
        """Whether its lines are sentences with places in a text."""
        return any(part for part, _ in self.lines)


@dataclass
class TemplateSet:
    """Templates of one form for some subjects.

    Attributes:
        subjects: what it is for; ``*`` is for anything.
        groups: by name; the one without a name is for all values.
        lists: words that only this set's templates use.
    """

    form: str
    subjects: tuple[str, ...]
    groups: dict[str, Group] = field(default_factory=lambda: {DEFAULT: Group()})
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)


def _text(name: str) -> str:
    return files("rowsmith.tools.text.data").joinpath(name).read_text(encoding="utf-8")


def _lines(name: str) -> Iterator[str]:
    return (line for line in _text(name).splitlines() if line and not line.startswith("# "))


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


@lru_cache(maxsize=1)
def words() -> Mapping[str, tuple[str, ...]]:
    """Lists that all templates may draw from."""
    return {name: _words(values) for name, _, values in (line.partition(":") for line in _lines("words.txt"))}


@lru_cache(maxsize=1)
def template_sets() -> Mapping[str, Sequence[TemplateSet]]:
    """All template sets by form."""
    by_form: dict[str, list[TemplateSet]] = {}
    for name in ("names.txt", "prose.txt"):
        for made in _read(_lines(name)):
            by_form.setdefault(made.form, []).append(made)
    return by_form


def _read(lines: Iterator[str]) -> Iterator[TemplateSet]:
    made: TemplateSet | None = None
    group = Group()
    for line in lines:
        if line.startswith("== "):
            if made is not None:
                yield made
            form, _, subjects = line[3:].partition("|")
            made = TemplateSet(form.strip(), _words(subjects))
            group = made.groups[DEFAULT]
        elif made is not None:
            group = _add(made, group, line)
    if made is not None:
        yield made


def _add(made: TemplateSet, group: Group, line: str) -> Group:
    mark, _, rest = line.partition(" ")
    if mark in ("@", "@!"):
        name, _, keys = rest.partition(":")
        made.groups[name.strip()] = Group(_words(keys), is_strong=mark == "@!")
        return made.groups[name.strip()]
    if mark == "&":
        name, _, values = rest.partition(":")
        made.lists[name.strip()] = _words(values)
    elif mark == INSERT:
        group.inserts.append(rest)
    elif mark in ("1", "2", "3"):
        group.lines.append((int(mark), rest))
    else:
        group.lines.append((0, line))
    return group


@lru_cache(maxsize=1)
def forms() -> Mapping[str, str]:
    """Phrases and the forms of text that they name."""
    listed: dict[str, list[str]] = json.loads(_text("forms.json"))["phrases"]
    return {phrase: form for form, phrases in listed.items() for phrase in phrases}


@lru_cache(maxsize=1)
def whole_forms() -> Mapping[str, str]:
    """Words that name a form only when they stand alone."""
    named: dict[str, str] = json.loads(_text("forms.json"))["whole"]
    return named


@lru_cache(maxsize=1)
def usual_nouns() -> Mapping[str, str]:
    """What a form speaks of when its subject can't be read."""
    nouns: dict[str, str] = json.loads(_text("forms.json"))["nouns"]
    return nouns


@dataclass(frozen=True)
class Moods:
    """Which columns tell a mood, which words name it, and how often each comes where nothing tells."""

    columns: frozenset[str]
    words: Mapping[str, str]
    usual: Mapping[str, int]


@lru_cache(maxsize=1)
def moods() -> Moods:
    """What tells whether a text praises or complains."""
    loaded = json.loads(_text("moods.json"))
    named = {word: mood for mood, listed in loaded["words"].items() for word in listed}
    return Moods(frozenset(loaded["columns"]), named, loaded["usual"])


def phrase_at(phrase: str, text: str) -> int:
    """Where the phrase stands in the text as whole words, also in the plural; -1 if nowhere."""
    stem, ending = (phrase[:-1], "(?:y|ies)") if phrase.endswith("y") else (phrase, "(?:s|es)?")
    if stem not in text:
        return -1
    found = re.search(rf"(?<![\w-]){re.escape(stem)}{ending}(?![\w-])", text)
    return found.start() if found else -1
