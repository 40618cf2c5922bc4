"""What a message opens with asks for nothing; what follows is never passed over."""

from __future__ import annotations

import pytest

from rowsmith.agents.models.offline.requirements.write import write_requirements
from rowsmith.tools.checks.layout import Layout

NOTHING = Layout(())


def readings(message: str) -> set[str]:
    return {one.reading for one in write_requirements([message], [[]], NOTHING)}


@pytest.mark.parametrize(
    "message",
    [
        "hi, could you create a dataset",
        "I run a small bakery",
        "need test data for a university",
        "Make me data",
    ],
)
def test_an_opening_is_context(message: str) -> None:
    assert readings(message) == {"context"}


@pytest.mark.parametrize(
    "message", ["could you create zorbs", "12 things: make a dataset of them", "purple elephants"]
)
def test_the_rest_is_listed(message: str) -> None:
    assert "not_understood" in readings(message)
