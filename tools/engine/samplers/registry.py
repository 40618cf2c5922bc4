"""Which sampler each kind of a plan becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeAlias

from rowsmith.tools.engine.protocols import Sampler, Scope
from rowsmith.tools.errors import PlanError, did_you_mean
from rowsmith.tools.plan.samplers import Sampler as Model

Compiler: TypeAlias = Callable[[Any, Scope], Sampler]


def compile_sampler(said: Model, scope: Scope) -> Sampler:
    """The sampler of a plan's model, standing at `scope`.

    Raises:
        PlanError: what the model says can't be, located at the scope's place.
    """
    known = compilers()
    if said.kind not in known:
        raise PlanError(
            f"{said.kind} does not stand here.", where=scope.where, hint=did_you_mean(said.kind, known)
        )
    return known[said.kind](said, scope)


@cache
def compilers() -> Mapping[str, Compiler]:
    """The compiler of every kind but those that the engine compiles itself."""
    from rowsmith.tools.engine.samplers import (
        boolean,
        category,
        constant,
        identifier,
        learned,
        lookup,
        moment,
        nested,
        number,
        offset,
        pattern,
        semantic,
        series,
        switch,
        text,
    )

    return {
        "uuid": identifier.compile_uuid,
        "pattern": pattern.compile_pattern,
        "category": category.compile_category,
        "states": category.compile_category,
        "stages": category.compile_stages,
        "boolean": boolean.compile_boolean,
        "integer": number.compile_integer,
        "decimal": number.compile_decimal,
        "date": moment.compile_date,
        "datetime": moment.compile_datetime,
        "time": moment.compile_time,
        "semantic": semantic.compile_semantic,
        "after": offset.compile_after,
        "before": offset.compile_before,
        "switch": switch.compile_switch,
        "lookup": lookup.compile_lookup,
        "bands": lookup.compile_bands,
        "object": nested.compile_object,
        "array": nested.compile_array,
        "text": text.compile_text,
        "series": series.compile_series,
        "learned": learned.compile_learned,
        "constant": constant.compile_constant,
    }
