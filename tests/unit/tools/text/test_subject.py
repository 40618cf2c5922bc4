from __future__ import annotations

import pytest

from rowsmith.tools.text.subject import understand


@pytest.mark.parametrize(
    ("about", "form", "subject", "noun"),
    [
        ("name of a hotel", "name", "hotel", "hotel"),
        ("title of one module of an online course", "name", "module", "module"),
        ("name of a band or musician", "name", "band", "band"),
        (
            "one-sentence pitch of a crowdfunding project",
            "pitch",
            "crowdfunding project",
            "crowdfunding project",
        ),
        ("name of a bakery product", "name", "product", "bakery product"),
        ("reason for the visit at the vet", "reason", "vet", "visit"),
        ("rejection reason", "reason", "rejection", "rejection"),
        ("comment on a blog post", "comment", "post", "blog post"),
        ("text of a hotel review", "review", "hotel", "hotel"),
        ("comment in a review", "review", "*", "experience"),
        ("commit message", "message", "commit", "matter"),
        ("name of an item in a fantasy game", "name", "item", "item"),
        ("root cause of an incident", "reason", "incident", "incident"),
        ("name of two telescopes", "name", "*", "two telescope"),
        ("title", "name", "-", "entry"),
        ("lyrics", "name", "lyrics", "lyric"),
        ("names of companies", "name", "company", "company"),
    ],
)
def test_form_subject_and_noun(about: str, form: str, subject: str, noun: str) -> None:
    wish = understand(about, is_short=True)
    assert (wish.form, wish.noun) == (form, noun)
    assert subject in wish.templates.subjects


def test_words_without_a_form_are_names_or_descriptions() -> None:
    assert understand("a fantasy guild", is_short=True).form == "name"
    assert understand("a fantasy guild", is_short=False).form == "description"


@pytest.mark.parametrize("about", ["", "???", "42", "of the", "zzz"])
def test_anything_is_understood_somehow(about: str) -> None:
    wish = understand(about, is_short=True)
    assert wish.form == "name"
    assert wish.noun
