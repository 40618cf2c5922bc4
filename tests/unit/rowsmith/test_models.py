"""Which model the settings name."""

from __future__ import annotations

from pathlib import Path

import pytest

from rowsmith.agents.events import AnswerGrew, Event
from rowsmith.agents.models.language import LanguageModel
from rowsmith.agents.models.offline import OfflineModel
from rowsmith.agents.models.scripted import ScriptedModel
from rowsmith.agents.tasks import RevisePlan
from rowsmith.models import DEFAULT_MODEL, model_for
from rowsmith.settings import Settings
from rowsmith.tools.errors import Unauthenticated
from rowsmith.tools.plan import Plan
from tests.fakes.chat_server import ChatServer, stream


def test_a_model_that_is_given_is_taken(tmp_path: Path) -> None:
    model = ScriptedModel({})
    assert model_for(model, Settings(), tmp_path) is model


@pytest.mark.parametrize(("wanted", "settings"), [("offline", Settings(api_key="k")), (None, Settings())])
def test_the_built_in_rules(tmp_path: Path, wanted: str | None, settings: Settings) -> None:
    assert isinstance(model_for(wanted, settings, tmp_path), OfflineModel)


def test_a_server_without_a_name_gets_the_default(tmp_path: Path) -> None:
    model = model_for(None, Settings(base_url="http://127.0.0.1:9/v1"), tmp_path)
    assert isinstance(model, LanguageModel)
    assert model.name == DEFAULT_MODEL


def test_a_name_without_a_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unauthenticated):
        model_for("some-model", Settings(), tmp_path)


def test_the_cache_is_the_persons_own_or_the_datasets(tmp_path: Path) -> None:
    own, workspace = tmp_path / "own", tmp_path / "shop"
    model_for("m", Settings(api_key="k", cache=str(own)), workspace)
    assert own.is_dir()
    assert not workspace.exists()
    (tmp_path / "file").write_text("")
    model_for("m", Settings(api_key="k", cache=str(tmp_path / "file" / "below")), workspace)
    model_for("m", Settings(api_key="k"), workspace)
    assert (workspace / "answers").is_dir()


def test_a_watched_answer_is_counted(tmp_path: Path) -> None:
    seen: list[Event] = []
    with ChatServer(stream('{"edits"', ': [], "note": "no"}')) as server:
        settings = Settings(api_key="k", base_url=server.base_url, stream=True)
        model = model_for("m", settings, tmp_path, seen.append)
        model.answer(RevisePlan(("x",), Plan(name="p", tables=())))
    assert seen == [AnswerGrew(8), AnswerGrew(27)]
