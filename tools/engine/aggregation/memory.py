"""What is made once for a whole run."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from rowsmith.tools.errors import PlanError

T = TypeVar("T")


class Stored:
    """Values by row number, each made when it is first asked for."""

    def __init__(self) -> None:
        self._values: dict[Hashable, Any] = {}
        self._making: list[Hashable] = []
        self._lock = threading.RLock()

    def get(self, mark: Hashable, where: str, make: Callable[[], T]) -> T:
        """The values of `mark`. Raises PlanError where making them asks for them again."""
        with self._lock:
            found: T | None = self._values.get(mark)
            if found is None:
                if mark in self._making:
                    raise PlanError(
                        "What is asked of whole tables depends on itself.",
                        where=where,
                        hint="Let the aggregate not use what is computed from it.",
                    )
                self._making.append(mark)
                try:
                    found = self._values[mark] = make()
                finally:
                    self._making.remove(mark)
            return found
