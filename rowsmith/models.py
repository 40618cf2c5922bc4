"""The model that the settings name."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from rowsmith.agents.context import unwatched
from rowsmith.agents.events import AnswerGrew, Event
from rowsmith.agents.tasks import Model
from rowsmith.settings import OFFLINE, Settings

if TYPE_CHECKING:
    from rowsmith.tools.llm.messages import Delta, OnDelta

DEFAULT_MODEL = "gpt-4.1-mini"


def model_for(
    wanted: str | Model | None,
    settings: Settings,
    workspace: Path,
    on_event: Callable[[Event], None] = unwatched,
) -> Model:
    """The model to ask: one given, the offline one, or a language model behind the settings' endpoint.

    Raises:
        Unauthenticated: a language model is named and no key or base URL is set.
        UsageError: an address or a file of prices that can't be used.
        SourceError: the exchanges to replay can't be read.
    """
    if wanted is not None and not isinstance(wanted, str):
        return wanted
    name = wanted or settings.model
    if name == OFFLINE or (name is None and settings.offline):
        from rowsmith.agents.models.offline import OfflineModel

        return OfflineModel()
    if settings.replay is not None:
        from rowsmith.agents.models.replayed import replayed_model

        return replayed_model(Path(settings.replay))
    return _language_model(
        name or DEFAULT_MODEL, settings, workspace, _watching(on_event) if settings.stream else None
    )


def _language_model(name: str, settings: Settings, workspace: Path, on_delta: OnDelta | None) -> Model:
    from rowsmith.agents.models.language import language_model
    from rowsmith.tools.llm.prices import read_prices

    return language_model(
        name,
        base_url=settings.base_url,
        api_key=settings.api_key,
        max_cost=settings.max_cost,
        max_tokens=settings.max_tokens,
        max_seconds=settings.max_time,
        prices=read_prices(Path(settings.prices)) if settings.prices else None,
        cache=_cache(settings, workspace),
        record=Path(settings.record) if settings.record else None,
        fresh=settings.fresh,
        timeout=settings.timeout,
        on_delta=on_delta,
    )


def _cache(settings: Settings, workspace: Path) -> Path:
    """The folder of paid answers: the person's own, or the dataset's where that can't be written."""
    if settings.cache is not None:
        folder = Path(settings.cache)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return workspace / "answers"
        if os.access(folder, os.W_OK):
            return folder
    return workspace / "answers"


def _watching(on_event: Callable[[Event], None]) -> OnDelta:
    """Tells how many characters of all answers have arrived so far."""
    arrived = 0

    def tell(delta: Delta) -> None:
        nonlocal arrived
        arrived += len(delta.text)
        on_event(AnswerGrew(arrived))

    return tell
