"""What is made once for a whole run."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from rowsmith.tools.errors import PlanError

T = TypeVar("T")


class Stored:
    """What stands for whole tables, each made when it is first asked for.

    One lock guards all of it, as making one thing asks for others.
    """

    def __init__(self, lock: threading.RLock) -> None:
        self._values: dict[Hashable, Any] = {}
        self._making: list[Hashable] = []
        self._lock = lock

    def get(self, mark: Hashable, where: str, make: Callable[[], T]) -> T:
        """The values of `mark`. Raises PlanError where making them asks for them again."""
        with self._lock:
            found: T | None = self._values.get(mark)
            if found is None:
                if mark in self._making:
                    raise PlanError(
                        "It depends on whole tables, and these depend on it: a circle.",
                        where=where,
                        hint="Let aggregates and counts not use what is computed from them.",
                    )
                self._making.append(mark)
                try:
                    found = self._values[mark] = make()
                finally:
                    self._making.remove(mark)
            return found
