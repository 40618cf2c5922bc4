"""How many calls run at the same time: fewer after a server says that they are too many, slowly more again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rowsmith.tools.errors import RateLimited

MOST_AT_ONCE = 8
LONGEST_HOLD = 60.0
"""Seconds that one refusal may hold back other calls; a server that asks for more is waited for by its caller."""


@dataclass
class Gate:
    """Additive increase, multiplicative decrease (Chiu and Jain, 1989), shared by all calls of a client.

    Args:
        most: calls at the same time, to begin with and at best.
        sleep: waits that many seconds.
        clock: seconds that only go forward.
    """

    most: int = MOST_AT_ONCE
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _room: float = field(init=False)
    _running: int = field(init=False, default=0)
    _closed_until: float = field(init=False, default=0.0)
    _free: threading.Condition = field(init=False, default_factory=threading.Condition)

    def __post_init__(self) -> None:
        self._room = float(self.most)

    @property
    def room(self) -> int:
        """How many calls may run at the same time now."""
        return int(self._room)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """A place among the running calls; a RateLimited inside halves them and holds the next ones back."""
        with self._free:
            self._free.wait_for(lambda: self._running < self.room)
            self._running += 1
            hold = self._closed_until - self.clock()
        try:
            if hold > 0:
                self.sleep(hold)
            yield
        except RateLimited as error:
            self._refused(error.retry_after)
            raise
        else:
            self._taken()
        finally:
            with self._free:
                self._running -= 1
                self._free.notify_all()

    def _refused(self, wait: float | None) -> None:
        with self._free:
            self._room = max(1.0, self._room / 2)
            if wait:
                until = self.clock() + min(wait, LONGEST_HOLD)
                self._closed_until = max(self._closed_until, until)

    def _taken(self) -> None:
        with self._free:
            self._room = min(float(self.most), self._room + 1 / self._room)
