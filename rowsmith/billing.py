"""What a run's model will cost and did cost: told before and after, and kept in run.json."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from pydantic import JsonValue

from rowsmith.agents.events import CostEstimated, Event, ModelBilled
from rowsmith.agents.tasks import Model
from rowsmith.folder import DatasetFolder

if TYPE_CHECKING:
    from rowsmith.tools.llm.budget import Bill


@runtime_checkable
class Billed(Protocol):
    """A model whose answers are paid for."""

    def bill(self) -> Bill:
        """What was spent so far."""
        ...

    def estimate(self, messages: Sequence[str], rounds: int) -> object:
        """What a first run over these messages will cost, as text."""
        ...


def tell_estimate(
    model: Model, messages: Sequence[str], rounds: int, on_event: Callable[[Event], None]
) -> None:
    """Tells what a first run will cost; nothing where it costs nothing."""
    if isinstance(model, Billed) and messages:
        on_event(CostEstimated(str(model.estimate(messages, rounds))))


@contextmanager
def billed(
    model: Model, work: DatasetFolder, wishes: Mapping[str, JsonValue], on_event: Callable[[Event], None]
) -> Iterator[None]:
    """Keeps and tells what the model cost meanwhile, however it ends."""
    try:
        yield
    finally:
        if isinstance(model, Billed) and work.path.is_dir():
            bill = model.bill()
            work.write_run({**wishes, "bill": as_data(bill)})
            on_event(ModelBilled(str(bill)))


def as_data(bill: Bill) -> dict[str, JsonValue]:
    """A bill for programs: `cost` in US dollars, null where the model's price is unknown.

    `saved_calls` were answered by the cache; the tokens of `estimated_calls` were not counted by the server.
    """
    return {
        "model": bill.model,
        "calls": bill.usage.calls,
        "prompt_tokens": bill.usage.prompt_tokens,
        "completion_tokens": bill.usage.completion_tokens,
        "estimated_calls": bill.usage.estimated,
        "cost": None if bill.cost is None else round(bill.cost, 6),
        "saved_calls": bill.saved.calls,
    }
