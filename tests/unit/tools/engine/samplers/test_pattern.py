"""Patterns and identifiers."""

from __future__ import annotations

import re
import uuid
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from rowsmith.tools.errors import GenerationError, PlanError
from tests.fakes.drawing import values
from tests.fakes.ids import steady

CLASSES = ["[A-Z]", r"\d", r"\w", "[a-f0-9]", "[^a-z]", "x", "é", r"\.", r"\s", "[äöü]", ".", "[x-]"]


@st.composite
def patterns(draw: st.DrawFn, depth: int = 2) -> str:
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        if depth and draw(st.booleans()):
            item = f"({'|'.join(draw(st.lists(patterns(depth - 1), min_size=1, max_size=2)))})"
        else:
            item = draw(st.sampled_from(CLASSES))
        parts.append(item + draw(st.sampled_from(["", "", "?", "{2}", "{0,2}", "{1,3}"])))
    return "".join(parts)


class TestPattern:
    @given(regex=patterns(), seed=st.integers(0, 9))
    def test_every_text_matches(self, regex: str, seed: int) -> None:
        try:
            found = values({"pattern": regex}, 30, seed=seed)
        except PlanError:  # more than 1024 forms
            reject()
        assert all(re.fullmatch(regex, text) for text in found)

    @given(regex=patterns(depth=1))
    def test_unique_texts_match_and_differ(self, regex: str) -> None:
        try:
            found = values({"pattern": regex, "unique": True}, 25)
        except (PlanError, GenerationError):  # forms that meet, or fewer than 25 texts
            reject()
        assert len(set(found)) == 25
        assert all(re.fullmatch(regex, text) for text in found)

    def test_all_of_a_small_space(self) -> None:
        assert set(values({"pattern": "[AB]?[xy]", "unique": True}, 6)) == {"x", "y", "Ax", "Ay", "Bx", "By"}

    def test_spaces_beyond_64_bits(self) -> None:
        found = values({"pattern": "[A-Z0-9]{40}"}, 500)
        assert len(set(found)) == 500
        assert len(set(values({"pattern": "[A-Z0-9]{40}", "unique": True}, 500))) == 500
        assert min(Counter("".join(found)).values()) > 350

    def test_alternatives_are_even(self) -> None:
        counts = Counter(text[:1] for text in values({"pattern": r"(a\d{3}|b|c)"}, 9000))
        assert all(count == pytest.approx(3000, abs=250) for count in counts.values())

    def test_values_of_the_row(self) -> None:
        found = values(
            {"pattern": r"{word}/{n:04}-{n:3}\d"}, 3, given={"word": ["ab", None, "c"], "n": [7, 8, 12345]}
        )
        assert re.fullmatch(r"ab/0007-  7\d", found[0])
        assert found[1] is None
        assert re.fullmatch(r"c/12345-12345\d", found[2])

    def test_values_and_forms(self) -> None:
        found = values({"pattern": "{word}(x|[0-9]{2})"}, 200, given={"word": ["q", "r"] * 100})
        assert all(re.fullmatch(r"[qr](x|\d\d)", text) for text in found)
        assert [text[0] for text in found] == ["q", "r"] * 100

    def test_unique_beside_a_value_of_the_row(self) -> None:
        found = values({"pattern": r"{word}-\d\d", "unique": True}, 100, given={"word": ["a", "bb"] * 50})
        assert len({text[-2:] for text in found}) == 100

    @pytest.mark.parametrize(
        ("regex", "message"),
        [
            ("a*", "How often is not said"),
            ("[A-Z]+", "How often is not said"),
            ("(ab", "closing bracket is missing"),
            ("ab)", "opening bracket is missing"),
            ("[ab", "class has no end"),
            ("[z-a]", "runs backwards"),
            (r"\q", "is not known"),
            ("a\\", "character is missing"),
            ("{2}", "repeats nothing"),
            ("a{3,2}", "smaller number first"),
            ("a{900}", "from 0 to 200"),
            ("[^!-~]", "holds no character"),
            (r"(\d|\w){1,20}", "more than 1024 forms"),
            ("{n:.2f}", "format '.2f' is not known"),
            ("{nothing}x", "nothing"),
        ],
    )
    def test_what_can_not_be(self, regex: str, message: str) -> None:
        with pytest.raises(PlanError, match=message) as caught:
            values({"pattern": regex}, 1, given={"n": [1]})
        assert caught.value.where == "t.c"

    def test_a_text_of_nothing(self) -> None:
        assert values({"pattern": "x{0}"}, 2) == ["", ""]


class TestUuid:
    @pytest.mark.parametrize("said", ["uuid", {"uuid": None, "unique": True}], ids=steady)
    def test_version_four(self, said: Any) -> None:
        found = values(said, 3000)
        assert len(set(found)) == 3000
        for text in found:
            read = uuid.UUID(text)
            assert (read.version, read.variant, str(read)) == (4, uuid.RFC_4122, text)

    def test_bits_are_even(self) -> None:
        digits = Counter("".join(text[n] for text in values("uuid", 4000) for n in (0, 7, 20, 35)))
        assert len(digits) == 16
        assert min(digits.values()) > 850
