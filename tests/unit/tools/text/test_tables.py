"""The templates are sound."""

from __future__ import annotations

import re

import pytest

from rowsmith.tools.text.expansion import Vocabulary
from rowsmith.tools.text.tables import (
    Group,
    TemplateSet,
    forms,
    moods,
    phrase_at,
    template_sets,
    usual_nouns,
    words,
)

SLOT = re.compile(r"\{(?:a:)?([a-zA-Z_0-9]+)\^?\}")
SETS = [made for sets in template_sets().values() for made in sets]
MOODS = {"good", "mixed", "bad"}


def name_of(made: TemplateSet) -> str:
    return f"{made.form} {made.subjects[0]}"


def texts(group: Group) -> list[str]:
    return [line for _, line in group.lines] + group.inserts


@pytest.mark.parametrize("made", SETS, ids=name_of)
def test_every_slot_has_words_and_every_list_is_used(made: TemplateSet) -> None:
    vocabulary = Vocabulary(made.lists, "thing", "en_US")
    used: set[str] = set()
    for group in made.groups.values():
        for line in texts(group):
            assert "{" not in SLOT.sub("", line), line
            used |= set(SLOT.findall(line))
    for slot in used - {"fit"}:
        assert len(vocabulary.find(slot)) > 0
    assert set(made.lists) <= used | {
        inner for name in made.lists for word in made.lists[name] for inner in SLOT.findall(word)
    }


@pytest.mark.parametrize("made", SETS, ids=name_of)
def test_every_group_has_lines_of_one_sort(made: TemplateSet) -> None:
    assert any(group.lines for group in made.groups.values())
    for name, group in made.groups.items():
        if group.lines:
            parts = {part for part, _ in group.lines}
            assert parts == {0} or (1 in parts and 0 not in parts), name
        if name and name not in MOODS:
            assert group.words, name


@pytest.mark.parametrize(
    "made", [made for made in SETS if any(group.is_prose for group in made.groups.values())], ids=name_of
)
def test_sentences_end(made: TemplateSet) -> None:
    for group in made.groups.values():
        for part, line in group.lines:
            assert part == 0 or line[-1] in ".!?}", line


@pytest.mark.parametrize("form", list(template_sets()))
def test_a_subject_stands_in_one_set_of_its_form(form: str) -> None:
    subjects = [subject for made in template_sets()[form] for subject in made.subjects]
    assert sorted({subject for subject in subjects if subjects.count(subject) > 1}) == []


@pytest.mark.parametrize("made", SETS, ids=name_of)
def test_lists_hold_each_word_once(made: TemplateSet) -> None:
    for listed in made.lists.values():
        assert len(set(listed)) == len(listed)


def test_common_lists_and_forms_are_known() -> None:
    assert all(len(listed) > 2 for listed in words().values())
    assert set(forms().values()) <= set(template_sets())
    assert set(template_sets()) <= set(forms().values())
    assert set(usual_nouns()) <= set(template_sets())
    assert set(moods().words.values()) == MOODS


@pytest.mark.parametrize(
    ("phrase", "text", "place"),
    [
        ("pet", "the pet visit", 4),
        ("pet", "carpet", -1),
        ("case", "cases of law", 0),
        ("re", "pre-re", -1),
        ("x", "", -1),
    ],
)
def test_phrases_are_whole_words(phrase: str, text: str, place: int) -> None:
    assert phrase_at(phrase, text) == place
