"""A run that was cut off between any two nodes goes on without asking anything again."""

from __future__ import annotations

import logging
from itertools import islice
from pathlib import Path

import pytest
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite import SqliteSaver

from rowsmith.agents.graph import build_graph
from rowsmith.agents.models.scripted import ScriptedModel
from rowsmith.agents.state import RunState
from rowsmith.agents.tasks import DraftPlan, RepairPlan, WriteRequirements
from tests.fakes.sabotage import REQUIREMENTS, SET_COUNT, SET_ORDER, SET_SHARE, WORDS, drafted, edits
from tests.unit.agents.conftest import Run

THREAD = RunnableConfig(configurable={"thread_id": "run"})
STEPS = 9
"""draft, lint, generate, require, check, repair, lint, generate, require ... up to the last but one."""


def scripted() -> ScriptedModel:
    return ScriptedModel(
        {
            DraftPlan: [drafted()],
            WriteRequirements: [REQUIREMENTS],
            RepairPlan: [edits(SET_COUNT, SET_SHARE, SET_ORDER)],
        }
    )


def strict_saver(path: Path) -> SqliteSaver:
    """A saver that reads plain data and nothing else."""
    import sqlite3

    serializer = JsonPlusSerializer(allowed_msgpack_modules=None)
    return SqliteSaver(sqlite3.connect(path, check_same_thread=False), serde=serializer)


@pytest.mark.parametrize("steps", range(STEPS + 2))
def test_a_killed_run_goes_on_where_it_was(
    tmp_path: Path, steps: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    model = scripted()
    before, after = Run(tmp_path, model), Run(tmp_path, model)
    file = tmp_path / "history.sqlite"
    saver = strict_saver(file)
    stream = build_graph(saver).stream(
        RunState(messages=[WORDS]), THREAD, context=before.context, durability="sync", stream_mode="updates"
    )
    done = [name for update in islice(stream, steps) for name in update]
    del stream
    saver.conn.close()

    saver = strict_saver(file)
    end = build_graph(saver).invoke(
        None if steps else RunState(messages=[WORDS]), THREAD, context=after.context, durability="sync"
    )
    saver.conn.close()
    assert end["contract"]["status"] == "passed"
    assert len(end["contract"]["rounds"]) == 1
    assert len(done) == steps
    assert [type(task) for task in model.asked] == [DraftPlan, WriteRequirements, RepairPlan]
    assert after.story[-1] == "RunFinished"
    assert caplog.records == []


def test_the_state_is_plain(tmp_path: Path) -> None:
    """What is saved can be read by a serializer that builds no objects."""
    saver = strict_saver(tmp_path / "history.sqlite")
    run = Run(tmp_path, scripted())
    build_graph(saver).invoke(RunState(messages=[WORDS]), THREAD, context=run.context)
    saved = saver.get_tuple(THREAD)
    saver.conn.close()
    assert saved is not None
    for name in RunState.__annotations__.keys() & saved.checkpoint["channel_values"].keys():
        assert is_plain(saved.checkpoint["channel_values"][name]), name


def is_plain(value: object) -> bool:
    if isinstance(value, dict):
        return all(type(key) is str and is_plain(inner) for key, inner in value.items())
    if isinstance(value, list):
        return all(map(is_plain, value))
    return value is None or type(value) in (str, bool, int, float)
