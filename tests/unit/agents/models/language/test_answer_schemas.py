"""Every answer's schema is one that strict mode takes, within the published limits, with room left."""

from __future__ import annotations

import json

import pytest
from pydantic import BaseModel

from rowsmith.agents.models.language.drafting import Draft
from rowsmith.agents.models.language.outline import Outline
from rowsmith.agents.models.language.requirements import AskedRequirements
from rowsmith.agents.models.language.texts import Texts
from rowsmith.agents.tasks import ProposedEdits, SampleReview, WrittenQuery
from rowsmith.tools.llm.schema_limits import DEEPEST, MOST_CHARACTERS, MOST_PROPERTIES, breaches, depth
from rowsmith.tools.llm.strict_schema import objects_of, strict_schema
from rowsmith.tools.plan import Table

ANSWERS: tuple[type[BaseModel], ...] = (
    Draft,
    Outline,
    Table,
    AskedRequirements,
    ProposedEdits,
    SampleReview,
    WrittenQuery,
    Texts,
)


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.__name__)
def test_strict_mode_takes_it(answer: type[BaseModel]) -> None:
    schema = strict_schema(answer)
    assert breaches(schema) == []
    assert depth(schema) <= DEEPEST
    properties = [
        node["properties"] for node in objects_of(schema) if isinstance(node.get("properties"), dict)
    ]
    assert sum(map(len, properties)) < MOST_PROPERTIES / 2  # type: ignore[arg-type]  # objects, as just asked
    assert len(json.dumps(schema)) < MOST_CHARACTERS
