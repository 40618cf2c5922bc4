"""What a dataset will cost, before anything is spent. Rows cost nothing: they are made without a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from rowsmith.agents.models.language.drafting import Draft, draft_prompt
from rowsmith.agents.models.language.editing import repair_prompt
from rowsmith.agents.models.language.requirements import AskedRequirements, requirements_prompt
from rowsmith.agents.tasks import DraftPlan, ProposedEdits, RepairPlan, WriteRequirements
from rowsmith.prompts import Prompt, render
from rowsmith.tools.checks import Layout
from rowsmith.tools.llm.messages import CHARACTERS_PER_TOKEN, Usage, estimate_tokens
from rowsmith.tools.llm.prices import price_of
from rowsmith.tools.llm.strict_schema import strict_schema
from rowsmith.tools.plan import Plan

PLAN_TOKENS, PLAN_FACTOR = 1_200, 25.0
"""A plan's length: so many tokens, and so many for each token of the description."""
REQUIREMENTS_TOKENS, REQUIREMENTS_FACTOR = 300, 16.0
LAYOUT_TOKENS = 400
REPAIR_TOKENS = 500


@dataclass(frozen=True)
class Estimate:
    """A guess: `least` when nothing needs repair, `most` when every round does; cost in US dollars."""

    model: str
    least: Usage
    most: Usage

    @property
    def cost(self) -> tuple[float, float] | None:
        """From and to; None where the model's price is unknown."""
        price = price_of(self.model)
        return None if price is None else (price.of(self.least), price.of(self.most))

    def __str__(self) -> str:
        cost = f"${self.cost[0]:.3f} to ${self.cost[1]:.3f}" if self.cost else "cost unknown"
        return (
            f"{self.model}: {self.least.calls} to {self.most.calls} calls, about "
            f"{self.least.tokens:,} to {self.most.tokens:,} tokens, {cost}"
        )


def estimate(model: str, messages: Sequence[str], rounds: int) -> Estimate:
    """The calls of a first run over these messages, with up to `rounds` repairs."""
    said = tuple(messages)
    words = estimate_tokens(*said)
    plan_tokens = PLAN_TOKENS + int(PLAN_FACTOR * words)
    least = _call(draft_prompt(DraftPlan(said)), Draft, plan_tokens)
    least += _call(
        requirements_prompt(WriteRequirements(said, Layout(()))),
        AskedRequirements,
        REQUIREMENTS_TOKENS + int(REQUIREMENTS_FACTOR * words),
        LAYOUT_TOKENS,
    )
    repair = _call(
        repair_prompt(RepairPlan(said, Plan(name="plan", tables=()), ())),
        ProposedEdits,
        REPAIR_TOKENS,
        plan_tokens,
    )
    most = least
    for _ in range(rounds):
        most += repair
    return Estimate(model, least, most)


def _call(prompt: Prompt, answer: type[BaseModel], answer_tokens: int, more: int = 0) -> Usage:
    texts = [message.text for message in render(prompt)]
    schema = len(str(strict_schema(answer))) // CHARACTERS_PER_TOKEN
    return Usage(1, estimate_tokens(*texts) + schema + more, answer_tokens, estimated=1)
