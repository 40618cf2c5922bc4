"""A model that answers from recordings alone: for tests, demonstrations and bug reports."""

from __future__ import annotations

from pathlib import Path

from rowsmith.agents.models.language import LanguageModel
from rowsmith.tools.llm.budget import Budget
from rowsmith.tools.llm.connect import replay


def replayed_model(folder: Path, *, budget: Budget | None = None) -> LanguageModel:
    """The language model that was recorded in a folder, as it answered then.

    A question that was not recorded, as after a prompt, the plan language or the description changed, raises
    ModelError when it is asked. Raises SourceError where there is no recording.
    """
    return LanguageModel(replay(folder, budget=budget))
