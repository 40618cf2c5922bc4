"""The page holds everything, needs nothing, and nothing in it is taken for markup."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from rowsmith.agents.requirements import Contract
from rowsmith.report import Subject, render_report

VOID = {"meta", "path", "rect", "br"}


class Reader(HTMLParser):
    """Collects tags and text; fails where tags are not nested."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture
def page(kennel: Subject) -> str:
    return render_report(kennel)


@pytest.fixture
def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def test_nothing_is_taken_for_markup(page: str, read: Reader) -> None:
    assert "<script" not in page
    assert read.open == []
    assert page.count("</style>") == 1
    assert "\u202e" not in page
    assert "\x07" not in page


def test_no_network_is_needed(page: str, read: Reader) -> None:
    assert "http" not in re.sub(r"http-equiv", "", page)
    links = [attrs["href"] for _, attrs in read.tags if "href" in attrs]
    assert links
    assert all(link is not None and link.startswith("#") for link in links)
    assert not any({"src", "action", "style", "onload"} & set(attrs) for _, attrs in read.tags)
    policies = [attrs["content"] for _, attrs in read.tags if attrs.get("http-equiv")]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'"]


def test_the_contract_comes_first(read: Reader) -> None:
    sections = [attrs["id"] for tag, attrs in read.tags if tag == "section" and "id" in attrs]
    assert sections == ["contract", "relationships", "tables", "rounds", "made"]


@pytest.mark.parametrize(
    "said",
    [
        "Failed: some of what was asked does not hold.",
        "50 % of the telling words are understood.",
        "2 of 9 rows are against it",
        "The plan says:",
        "owners.rows: 8",
        "12 instead of 10 (accepted: 9 to 11). ",
        "It is drawn another way.",
        "1 of 2 checks hold.",
        "Round 1: 2 findings, 1 edit",
        "the rows of owners become 9",
        "All 2 rounds of repairs are used up.",
        "30 rows, 5 columns",
        "2020-07-29",
    ],
)
def test_everything_is_told(read: Reader, said: str) -> None:
    assert said in " ".join("".join(read.text).split())


def test_the_words_are_marked(read: Reader) -> None:
    marks = [attrs["class"] for tag, attrs in read.tags if tag == "mark"]
    assert marks == ["broken", "not_understood"]


def test_the_same_subject_gives_the_same_page(kennel: Subject, page: str) -> None:
    assert render_report(kennel) == page


def test_a_plan_of_ones_own_has_no_words(kennel: Subject) -> None:
    page = render_report(replace(kennel, contract=Contract(status="passed", coverage=1.0), messages=()))
    assert "Passed: everything that was asked holds." in page
    assert "blockquote" not in page
    assert "No repair was made." in page
