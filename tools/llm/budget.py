"""What may be spent, what was spent, and the stop before the call that would break it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rowsmith.tools.errors import BudgetExceeded
from rowsmith.tools.llm.messages import Usage
from rowsmith.tools.llm.prices import Price, price_of

SMALLEST_ANSWER = 64
"""Tokens. With less left than this, a call is not worth its prompt."""


@dataclass(frozen=True)
class Bill:
    """What a run spent.

    Args:
        model: the model's name.
        usage: what was paid for.
        cost: US dollars, None where the model's price is unknown.
        saved: what the cache answered instead.
    """

    model: str
    usage: Usage
    cost: float | None
    saved: Usage

    def __str__(self) -> str:
        about = "about " if self.usage.estimated else ""
        cost = f"${self.cost:.4f}" if self.cost is not None else f"cost unknown (no price for {self.model})"
        saved = f"; {self.saved.calls} more from the cache" if self.saved.calls else ""
        return (
            f"{self.model}: {self.usage.calls} calls, {about}{self.usage.prompt_tokens} + "
            f"{self.usage.completion_tokens} tokens, {cost}{saved}"
        )


class Budget:
    """One budget for all calls of a run; safe to share between threads.

    Args:
        model: whose prices count.
        max_calls: answered calls.
        max_tokens: of prompts and answers together.
        max_cost: US dollars.
        max_seconds: from now on until the last answer.
        price: instead of the one in the price file.
        clock: seconds that only go forward.
    """

    def __init__(
        self,
        model: str,
        *,
        max_calls: int | None = None,
        max_tokens: int | None = None,
        max_cost: float | None = None,
        max_seconds: float | None = None,
        price: Price | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._model, self._price = model, price or price_of(model)
        self._clock, self._max_seconds = clock, max_seconds
        self._until = None if max_seconds is None else clock() + max_seconds
        self._max_calls, self._max_tokens, self._max_cost = max_calls, max_tokens, max_cost
        self._spent, self._saved, self._underway = Usage(), Usage(), Usage()
        self._largest_answer = 0
        self._lock = threading.RLock()

    @contextmanager
    def call(self, prompt_tokens: int, answer_tokens: int | None = None) -> Iterator[int | None]:
        """Hold the room for one call while it runs; gives how many tokens its answer may have, None for any.

        Args:
            prompt_tokens: estimated.
            answer_tokens: the most that the answer may have; else the largest answer so far is expected.

        Raises:
            BudgetExceeded: the call would break the budget; nothing was spent on it.
        """
        with self._lock:
            room = self.check_before(prompt_tokens, answer_tokens)
            held = Usage(1, prompt_tokens, self._expected(answer_tokens))
            self._underway += held
        try:
            yield room
        finally:
            with self._lock:
                self._underway = _less(self._underway, held)

    def check_before(self, prompt_tokens: int, answer_tokens: int | None = None) -> int | None:
        """How many tokens the answer may have, None for any. Raises BudgetExceeded where too few are left."""
        with self._lock:
            taken = self._spent + self._underway
            self._check_calls(taken)
            self.seconds_left()
            rooms = [self._token_room(taken, prompt_tokens), self._cost_room(taken, prompt_tokens)]
            left = min((room for room in rooms if room is not None), default=None)
            wanted = self._expected(answer_tokens)
            if left is not None and left < max(wanted, SMALLEST_ANSWER):
                raise self._exceeded(prompt_tokens, wanted)
        return left if answer_tokens is None else min(answer_tokens, left or answer_tokens)

    def seconds_left(self) -> float | None:
        """How long the run may still last, None for any time. Raises BudgetExceeded where no time is left."""
        if self._until is None:
            return None
        left = self._until - self._clock()
        if left <= 0:
            raise BudgetExceeded(
                f"The model's time of {self._max_seconds:g} seconds is used up; so far {self.bill()}.",
                where=self._model,
                hint="Allow more with --max-time; what was made is kept.",
            )
        return left

    def charge(self, usage: Usage) -> None:
        """Book an answered call."""
        with self._lock:
            self._spent += usage
            self._largest_answer = max(self._largest_answer, usage.completion_tokens)

    def save(self, usage: Usage) -> None:
        """Book a call that the cache answered."""
        with self._lock:
            self._saved += usage

    def bill(self) -> Bill:
        with self._lock:
            cost = self._price.of(self._spent) if self._price else None
            return Bill(self._model, self._spent, cost, self._saved)

    def _expected(self, answer_tokens: int | None) -> int:
        return self._largest_answer if answer_tokens is None else answer_tokens

    def _check_calls(self, taken: Usage) -> None:
        if self._max_calls is not None and taken.calls + 1 > self._max_calls:
            raise BudgetExceeded(
                f"The budget of {self._max_calls} calls is used up.",
                where=self._model,
                hint="Allow more calls, or ask for less at once.",
            )

    def _token_room(self, taken: Usage, prompt_tokens: int) -> int | None:
        return None if self._max_tokens is None else self._max_tokens - taken.tokens - prompt_tokens

    def _cost_room(self, taken: Usage, prompt_tokens: int) -> int | None:
        if self._max_cost is None:
            return None
        if self._price is None:
            raise BudgetExceeded(
                f"No price is known for {self._model}, so a limit on cost can't be held.",
                where=self._model,
                hint="Limit the tokens instead (--max-tokens).",
            )
        left = self._max_cost - self._price.of(taken + Usage(0, prompt_tokens))
        if left <= 0:
            return -1
        return int(left * 1e6 / self._price.completion) if self._price.completion else None

    def _exceeded(self, prompt_tokens: int, answer_tokens: int) -> BudgetExceeded:
        limits = []
        if self._max_tokens is not None:
            limits.append(f"{self._max_tokens} tokens")
        if self._max_cost is not None:
            limits.append(f"${self._max_cost:g}")
        return BudgetExceeded(
            f"The next call (about {prompt_tokens} + {answer_tokens} tokens) would break the budget of "
            f"{' and '.join(limits)}; so far {self.bill()}.",
            where=self._model,
            hint="Allow more with --max-cost or --max-tokens; what was made is kept.",
        )


def _less(all_of: Usage, part: Usage) -> Usage:
    return Usage(
        all_of.calls - part.calls,
        all_of.prompt_tokens - part.prompt_tokens,
        all_of.completion_tokens - part.completion_tokens,
    )
