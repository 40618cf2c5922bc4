from __future__ import annotations

import threading

import pytest

from rowsmith.tools.errors import RateLimited
from rowsmith.tools.llm.gate import LONGEST_HOLD, Gate


class Clock:
    """Seconds that pass only by sleeping."""

    def __init__(self) -> None:
        self.now, self.slept = 100.0, list[float]()

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def gate(most: int = 8) -> tuple[Gate, Clock]:
    clock = Clock()
    return Gate(most, sleep=clock.sleep, clock=clock), clock


def refuse(at: Gate, wait: float | None = None) -> None:
    with pytest.raises(RateLimited), at.turn():
        raise RateLimited("slow down", retry_after=wait)


def test_a_refusal_halves_the_calls_and_successes_bring_them_back() -> None:
    made, _ = gate()
    rooms = [made.room]
    for _ in range(4):
        refuse(made)
        rooms.append(made.room)
    assert rooms == [8, 4, 2, 1, 1]
    for _ in range(100):
        with made.turn():
            pass
    assert made.room == 8


@pytest.mark.parametrize(("asked", "held"), [(7.0, [7.0]), (900.0, [LONGEST_HOLD]), (None, []), (0.0, [])])
def test_the_wait_that_a_server_asks_for_holds_back_the_others(
    asked: float | None, held: list[float]
) -> None:
    made, clock = gate()
    refuse(made, asked)
    for _ in range(2):
        with made.turn():
            pass
    assert clock.slept == held


def test_another_failure_changes_nothing() -> None:
    made, _ = gate()
    with pytest.raises(ValueError, match="x"), made.turn():
        raise ValueError("x")
    assert made.room == 8


def test_no_more_run_at_once_than_there_is_room() -> None:
    made, _ = gate(2)
    running, most, lock = 0, 0, threading.Lock()

    def call() -> None:
        nonlocal running, most
        for _ in range(20):
            with made.turn():
                with lock:
                    running += 1
                    most = max(most, running)
                with lock:
                    running -= 1

    threads = [threading.Thread(target=call) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most <= 2
