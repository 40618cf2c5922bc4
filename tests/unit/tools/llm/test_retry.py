from __future__ import annotations

import datetime as dt

import pytest

from rowsmith.tools.errors import InvalidAnswer, ModelUnreachable, RateLimited
from rowsmith.tools.llm.retry import RetryPolicy, retry_after

NOW = dt.datetime(2025, 1, 1, 12, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "12"}, 12.0),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after-ms": "250", "retry-after": "1"}, 0.25),
        ({"retry-after": "Wed, 01 Jan 2025 12:00:30 GMT"}, 30.0),
        ({"retry-after": "Wed, 01 Jan 2025 12:00:30 -0000"}, 30.0),
        ({"retry-after": "Wed, 01 Jan 2025 11:00:00 GMT"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "nan"}, None),
    ],
)
def test_what_the_headers_ask(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, NOW) == seconds


def test_waits_double_up_to_the_longest() -> None:
    waits: list[float] = []
    policy = RetryPolicy(attempts=6, first_wait=2, longest_wait=9, jitter=0, sleep=waits.append)

    def fail(number: int) -> None:
        raise ModelUnreachable(f"attempt {number}")

    with pytest.raises(ModelUnreachable, match="attempt 6"):
        policy.call(fail)
    assert waits == [2.0, 4.0, 8.0, 9.0, 9.0]


def test_jitter_spreads_the_callers() -> None:
    seen = set[float]()
    policy = RetryPolicy(attempts=2, sleep=seen.add)

    def fail(_: int) -> None:
        raise RateLimited("busy")

    for _ in range(8):
        with pytest.raises(RateLimited):
            policy.call(fail)
    assert len(seen) > 1
    assert all(1.0 <= wait <= 2.0 for wait in seen)


def test_what_no_retry_mends_comes_at_once() -> None:
    numbers: list[int] = []

    def fail(number: int) -> None:
        numbers.append(number)
        raise InvalidAnswer("wrong")

    with pytest.raises(InvalidAnswer):
        RetryPolicy(sleep=lambda _: None).call(fail)
    assert numbers == [1]


def test_the_deadline_ends_it_before_the_wait() -> None:
    waits: list[float] = []
    policy = RetryPolicy(attempts=9, deadline=10, first_wait=4, jitter=0, sleep=waits.append)

    def fail(_: int) -> None:
        raise RateLimited("busy", retry_after=11.0)

    with pytest.raises(RateLimited):
        policy.call(fail)
    assert waits == []
