"""Columns fitted on a source."""

from __future__ import annotations

from rowsmith.tools.engine.protocols import Sampler, Scope
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import samplers as model


def compile_learned(said: model.Learned, scope: Scope) -> Sampler:
    """Refuses: a plan that is learned from a source holds fitted samplers, and this one names the source alone.

    Raises:
        PlanError: always.
    """
    raise PlanError(
        f"{said.source} has not been fitted, so that nothing can be drawn from it.",
        where=scope.where,
        hint="Say the sampler itself, as in category, integer or decimal with a shape.",
    )
