"""Written text, fitting other columns of the row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyarrow as pa

from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.chance.streams import uniform_integers
from rowsmith.tools.engine.arrow import to_arrow
from rowsmith.tools.engine.protocols import Rows, Sampler, Scope
from rowsmith.tools.engine.samplers.located import located
from rowsmith.tools.engine.vector import TEXT, Type, Vector
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.expressions import Resolved
from rowsmith.tools.text import TextKind, template_for
from rowsmith.tools.text.judging import slots_of


def compile_text(said: model.Text, scope: Scope) -> Sampler:
    """Texts by templates, also where a model's texts are wanted and none are there.

    Raises:
        PlanError: bounds that no text keeps, or an unknown column to fit.
    """
    if said.pool is not None and said.pool < 1:
        raise PlanError("A pool holds at least one text.", where=scope.where)
    if said.turns is not None or slots_of(said):
        what = "A conversation" if said.turns is not None else "A text with values of the row"
        hint = "Make the dataset with a language model (--model), or keep texts.json beside the plan."
        raise PlanError(
            f"{what} is written by a model, and none has written it.", where=scope.where, hint=hint
        )
    made = Text(said, {path: scope.resolve(path) for path in said.fits}, scope)
    if not said.fits:
        made.kind  # noqa: B018 - what is wrong with the bounds is told before a row is made
    return made


@dataclass(frozen=True)
class Text:
    """Texts on one subject; `fits` are the columns that they fit, by path."""

    said: model.Text
    fits: Mapping[str, Resolved]
    scope: Scope

    @property
    def type(self) -> Type:
        return TEXT

    @cached_property
    def kind(self) -> TextKind:
        """What makes the texts; a sample of the fitted columns tells it what they are."""
        sample = self._given(self.scope.pilot()) if self.fits else {}
        with located(self.scope.where):
            return template_for(
                self.said.about,
                sample,
                words=self.said.words,
                sentences=self.said.sentences,
                tone=self.said.tone,
                locale=self.said.locale or self.scope.locale,
                contains=self.said.contains,
            )

    def room(self, wanted: int) -> int | None:
        """How many different texts there are."""
        return (
            self.kind.room(wanted)
            if self.said.pool is None
            else min(self.said.pool, self.kind.limit or wanted)
        )

    def nth(self, index: Integers, rows: Rows) -> Vector:
        """The text of each index in [0, room)."""
        with located(self.scope.where):
            key = self.scope.key(*self.scope.address, "look")
            return Vector(TEXT, self.kind.at(index, self._given(rows), key))

    def draw(self, rows: Rows, bits: Bits) -> Vector:
        if self.said.pool is not None:
            return self.nth(uniform_integers(bits, self.room(self.said.pool) or 1), rows)
        return Vector(TEXT, self.kind.draw(bits, self._given(rows)))

    def _given(self, rows: Rows) -> dict[str, pa.Array[Any]]:
        return {path: to_arrow(rows.evaluate(column)) for path, column in self.fits.items()}
