from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rowsmith.tools.errors import BudgetExceeded
from rowsmith.tools.llm.budget import SMALLEST_ANSWER, Budget
from rowsmith.tools.llm.messages import Message, Usage
from rowsmith.tools.llm.prices import Price, price_of
from tests.fakes.chat_server import answer, failure
from tests.unit.tools.llm.conftest import BenchMaker

HELLO = [Message("user", "Hello")]
DEAR = Price(prompt=10.0, completion=100.0)


class TestPrices:
    @pytest.mark.parametrize(
        "name", ["gpt-4o-mini", "openai/gpt-4o-mini", "gpt-4o-mini-2024-07-18", "GPT-4o-mini-latest"]
    )
    def test_vendor_and_date_do_not_count(self, name: str) -> None:
        assert price_of(name) == price_of("gpt-4o-mini")
        assert price_of(name) is not None

    @pytest.mark.parametrize("name", ["llama3.2", "gpt-4o-mini-tuned", "gpt"])
    def test_what_is_unknown_stays_unknown(self, name: str) -> None:
        assert price_of(name) is None

    def test_own_prices_come_first(self) -> None:
        assert price_of("gpt-4o", {"gpt-4o": DEAR}) is DEAR

    def test_dollars_per_million(self) -> None:
        assert DEAR.of(Usage(1, 1_000_000, 10_000)) == pytest.approx(11.0)


class TestBudget:
    def test_without_limits_anything_goes(self) -> None:
        assert Budget("m").check_before(10**9) is None
        assert Budget("m").check_before(10**9, 50) == 50

    def test_calls(self) -> None:
        budget = Budget("m", max_calls=2)
        for _ in range(2):
            budget.check_before(1)
            budget.charge(Usage(1, 1, 1))
        with pytest.raises(BudgetExceeded, match="2 calls"):
            budget.check_before(1)

    def test_tokens_leave_room_for_an_answer(self) -> None:
        budget = Budget("m", max_tokens=1_000)
        assert budget.check_before(400) == 600
        assert budget.check_before(400, 100) == 100
        with pytest.raises(BudgetExceeded, match="1000 tokens"):
            budget.check_before(1_000 - SMALLEST_ANSWER + 1)
        with pytest.raises(BudgetExceeded):
            budget.check_before(400, 601)

    def test_the_largest_answer_so_far_is_expected_again(self) -> None:
        budget = Budget("m", max_tokens=1_000)
        budget.charge(Usage(1, 100, 500))
        with pytest.raises(BudgetExceeded):
            budget.check_before(100)

    def test_money(self) -> None:
        budget = Budget("m", max_cost=0.10, price=DEAR)
        assert budget.check_before(1_000) == 900
        with pytest.raises(BudgetExceeded, match=r"\$0\.1"):
            budget.check_before(10_000)

    def test_a_limit_on_money_needs_a_price(self) -> None:
        with pytest.raises(BudgetExceeded, match="No price is known for llama"):
            Budget("llama", max_cost=1.0).check_before(1)

    def test_a_free_answer_has_no_limit(self) -> None:
        assert Budget("m", max_cost=1.0, price=Price(1.0, 0.0)).check_before(10) is None

    def test_calls_underway_count(self) -> None:
        budget = Budget("m", max_calls=1)
        with budget.call(10), pytest.raises(BudgetExceeded):
            budget.check_before(10)
        assert budget.check_before(10) is None

    def test_the_bill(self) -> None:
        budget = Budget("gpt-4o-mini")
        budget.charge(Usage(1, 1_000_000, 0, estimated=1))
        budget.save(Usage(1, 5, 5))
        bill = budget.bill()
        assert bill.cost == pytest.approx(0.15)
        assert str(bill) == "gpt-4o-mini: 1 calls, about 1000000 + 0 tokens, $0.1500; 1 more from the cache"

    def test_an_unknown_cost_is_said(self) -> None:
        assert "cost unknown (no price for llama)" in str(Budget("llama").bill())

    @given(
        st.lists(st.tuples(st.integers(1, 400), st.integers(0, 400)), max_size=12), st.integers(100, 2_000)
    )
    def test_it_is_never_broken(self, calls: list[tuple[int, int]], most: int) -> None:
        budget = Budget("m", max_tokens=most)
        for prompt, wanted in calls:
            try:
                with budget.call(prompt) as room:
                    assert room is not None
                    budget.charge(Usage(1, prompt, min(wanted, room)))
            except BudgetExceeded:
                break
        assert budget.bill().usage.tokens <= most


class TestInTheClient:
    def test_nothing_is_sent_beyond_the_budget(self, bench: BenchMaker) -> None:
        made = bench(answer("Hi"), budget=Budget("m", max_tokens=90))
        made.client.complete(HELLO, name="greet")
        with pytest.raises(BudgetExceeded) as caught:
            made.client.complete([Message("user", "x" * 400)], name="greet")
        assert made.server.calls == 1
        assert "so far m: 1 calls" in caught.value.message

    def test_the_room_limits_the_answer(self, bench: BenchMaker) -> None:
        made = bench(answer("Hi"), budget=Budget("m", max_tokens=500))
        made.client.complete(HELLO, name="greet")
        assert made.server.requests[0]["max_tokens"] == 498

    def test_failures_cost_nothing(self, bench: BenchMaker) -> None:
        made = bench(failure(500), answer("Hi"), budget=Budget("m", max_calls=1))
        made.client.complete(HELLO, name="greet")
        assert made.client.budget.bill().usage == Usage(1, 10, 5)


class TestTime:
    def test_no_call_begins_when_the_time_is_up(self) -> None:
        now = [0.0]
        budget = Budget("m", max_seconds=10, clock=lambda: now[0])
        assert budget.seconds_left() == 10
        now[0] = 9.5
        budget.check_before(1)
        assert budget.seconds_left() == 0.5
        now[0] = 10.0
        with pytest.raises(BudgetExceeded, match="10 seconds is used up"):
            budget.check_before(1)

    def test_without_a_limit_there_is_all_the_time(self) -> None:
        assert Budget("m").seconds_left() is None
