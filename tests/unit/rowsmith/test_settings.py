"""Flags stand over the environment, the environment over the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from rowsmith.settings import Settings, load_settings
from rowsmith.tools.errors import UsageError


def test_flags_over_environment_over_file(tmp_path: Path) -> None:
    (tmp_path / "rowsmith.toml").write_text('model = "file"\nrounds = 2\nbase_url = "http://file"\n')
    environment = {"ROWSMITH_MODEL": "environment", "ROWSMITH_ROUNDS": "3"}
    found = load_settings({"model": "flag", "rounds": None}, environment, tmp_path)
    assert (found.model, found.rounds, found.base_url) == ("flag", 3, "http://file")


def test_without_key_or_address_it_is_offline(tmp_path: Path) -> None:
    assert load_settings({}, {}, tmp_path).offline
    assert not load_settings({}, {"OPENAI_API_KEY": "k"}, tmp_path).offline
    assert not load_settings({}, {"OPENAI_BASE_URL": "http://x"}, tmp_path).offline
    assert load_settings({"model": "offline"}, {"OPENAI_API_KEY": "k"}, tmp_path).offline


def test_a_key_is_never_shown() -> None:
    assert "secret" not in repr(Settings(api_key="secret"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('api_key = "x"', "Set OPENAI_API_KEY"),
        ('modle = "x"', "Did you mean model"),
        ("model = ", "can't be read"),
        ('rounds = "many"', "rounds is a number"),
    ],
)
def test_a_file_with_a_mistake_says_which(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "rowsmith.toml").write_text(text)
    with pytest.raises(UsageError, match=said):
        load_settings({}, {}, tmp_path)


def test_paid_answers_are_kept_where_a_persons_caches_are(tmp_path: Path) -> None:
    assert load_settings({}, {}, tmp_path).cache is None
    assert load_settings({}, {"HOME": "/h"}, tmp_path).cache == "/h/.cache/rowsmith/answers"
    both = {"HOME": "/h", "XDG_CACHE_HOME": "/c"}
    assert load_settings({}, both, tmp_path).cache == "/c/rowsmith/answers"
    assert load_settings({}, {**both, "ROWSMITH_CACHE": "/own"}, tmp_path).cache == "/own"
    (tmp_path / "rowsmith.toml").write_text('cache = "/file"\nfresh = true\ntimeout = 5')
    found = load_settings({}, both, tmp_path)
    assert (found.cache, found.fresh, found.timeout) == ("/file", True, 5.0)


def test_a_replay_needs_no_key(tmp_path: Path) -> None:
    assert not load_settings({"replay": "kept"}, {}, tmp_path).offline
