"""The model that the settings name."""

from __future__ import annotations

from pathlib import Path

from rowsmith.agents.tasks import Model
from rowsmith.settings import OFFLINE, Settings

DEFAULT_MODEL = "gpt-4.1-mini"


def model_for(wanted: str | Model | None, settings: Settings, workspace: Path) -> Model:
    """The model to ask: one given, the offline one, or a language model behind the settings' endpoint.

    Raises Unauthenticated where a language model is named and no key or base URL is set.
    """
    if wanted is not None and not isinstance(wanted, str):
        return wanted
    name = wanted or settings.model
    if name == OFFLINE or (name is None and settings.offline):
        from rowsmith.agents.models.offline import OfflineModel

        return OfflineModel()
    from rowsmith.agents.models.language import language_model

    return language_model(
        name or DEFAULT_MODEL,
        base_url=settings.base_url,
        api_key=settings.api_key,
        max_cost=settings.max_cost,
        max_tokens=settings.max_tokens,
        cache=workspace / "answers",
    )
