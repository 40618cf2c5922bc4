"""When a failed call is made again, and after which wait."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TypeVar

from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    stop_before_delay,
    wait_exponential_jitter,
)

from rowsmith.tools.errors import ModelTimeout, ModelUnreachable, RateLimited

T = TypeVar("T")

TRANSIENT = (RateLimited, ModelTimeout, ModelUnreachable)
"""What may pass by itself. A wrong request, key, model or path does not."""


@dataclass(frozen=True)
class RetryPolicy:
    """How often and how long a call is tried.

    Args:
        attempts: calls in all, the first one included.
        deadline: seconds from the first attempt to the start of the last one, waits included.
        first_wait: seconds before the second attempt; each later wait is twice as long.
        longest_wait: seconds that no wait of ours exceeds. A server's Retry-After may be longer.
        jitter: up to so many seconds are added by chance, so that callers do not return all at once.
        sleep: waits that many seconds.
    """

    attempts: int = 5
    deadline: float = 600.0
    first_wait: float = 1.0
    longest_wait: float = 60.0
    jitter: float = 1.0
    sleep: Callable[[float], None] = time.sleep

    def call(self, attempt: Callable[[int], T], within: float | None = None) -> T:
        """The result of `attempt(number)`, numbers from 1.

        Args:
            attempt: one try.
            within: seconds that are left for all of them, where that is less than the deadline.

        Raises:
            ModelError: the last attempt's, or at once one that is not transient.
        """
        deadline = self.deadline if within is None else min(self.deadline, within)
        retrying = Retrying(
            sleep=self.sleep,
            stop=stop_after_attempt(self.attempts) | stop_before_delay(deadline),
            wait=self._wait,
            retry=retry_if_exception_type(TRANSIENT),
            reraise=True,
        )
        return retrying(lambda: attempt(_number(retrying)))

    def _wait(self, state: RetryCallState) -> float:
        asked = state.outcome.exception() if state.outcome else None
        ours = wait_exponential_jitter(multiplier=self.first_wait, max=self.longest_wait, jitter=self.jitter)
        theirs = asked.retry_after if isinstance(asked, TRANSIENT) else None
        return ours(state) if theirs is None else max(theirs, 0.0)


def _number(retrying: Retrying) -> int:
    return int(retrying.statistics["attempt_number"])


def retry_after(headers: Mapping[str, str], now: dt.datetime) -> float | None:
    """The seconds that a reply's headers ask to wait: milliseconds, seconds or an HTTP date; None without."""
    milliseconds = _seconds(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    said = headers.get("retry-after")
    seconds = _seconds(said)
    return seconds if seconds is not None else _until(said, now)


def _seconds(said: str | None) -> float | None:
    try:
        seconds = float(said or "")
    except ValueError:
        return None
    return seconds if 0 <= seconds < float("inf") else None


def _until(said: str | None, now: dt.datetime) -> float | None:
    try:
        moment = parsedate_to_datetime(said or "")
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return max(0.0, (moment - now).total_seconds())
