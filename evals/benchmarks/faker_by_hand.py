"""The workload's three tables as people write them by hand with Faker and `random`: the yardstick."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

SEGMENTS = ("consumer", "smb", "enterprise", "public")
STATUSES = ("delivered", "shipped", "pending", "cancelled", "returned")
CHANNELS = ("web", "app", "store", "phone")
REASONS = ("damaged", "late", "wrong item", "changed mind")
PRODUCTS = 10_000
FIRST, LAST = dt.datetime(2020, 1, 1), dt.datetime(2026, 1, 28)


@dataclass
class Rows:
    """Tuples by table, 9, 8 and 10 wide."""

    customers: list[tuple[Any, ...]] = field(default_factory=list)
    orders: list[tuple[Any, ...]] = field(default_factory=list)
    items: list[tuple[Any, ...]] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.customers) + len(self.orders) + len(self.items)


class ByHand:
    """Faker without weighting, which is its fast mode, and Python's own random numbers for the rest."""

    def __init__(self, seed: int) -> None:
        from faker import Faker

        self.faker: Any = Faker("en_US", use_weighting=False)
        self.faker.seed_instance(seed)
        self.random = random.Random(seed)  # noqa: S311 - data, not secrets
        self.prices = [round(self.random.lognormvariate(3.2, 0.9), 2) for _ in range(PRODUCTS)]
        self.popularity = list(accumulate(1 / (rank + 1) ** 1.05 for rank in range(PRODUCTS)))

    def rows(self, customers: int) -> Rows:
        """The three tables for that many customers, in memory; nothing is written."""
        made = Rows()
        for number in range(customers):
            joined = self._customer(made, number)
            for _ in range(self.random.randint(0, 10)):
                self._order(made, number, joined)
        return made

    def _customer(self, made: Rows, number: int) -> dt.datetime:
        faker, chance = self.faker, self.random
        first, last = faker.first_name(), faker.last_name()
        joined: dt.datetime = faker.date_time_between(FIRST, dt.datetime(2025, 12, 29))
        email = f"{first}.{last}{number}@{faker.free_email_domain()}".lower()
        segment = chance.choices(SEGMENTS, [70, 20, 7, 3])[0]
        credit = round(chance.lognormvariate(7.5, 0.8), 2)
        phone = None if chance.random() < 0.15 else faker.numerify("+1-555-#######")
        made.customers.append(
            (number, first, last, email, faker.city(), segment, joined.date(), credit, phone)
        )
        return joined

    def _order(self, made: Rows, customer: int, joined: dt.datetime) -> None:
        faker, chance = self.faker, self.random
        at: dt.datetime = faker.date_time_between(joined, LAST)
        number, lines = len(made.orders), chance.randint(1, 5)
        coupon = None if chance.random() < 0.8 else faker.numerify("SAVE###")
        fee = round(chance.lognormvariate(1.8, 0.5), 2)
        made.orders.append(
            (
                number,
                customer,
                at,
                faker.random_element(STATUSES),
                faker.random_element(CHANNELS),
                fee,
                coupon,
                lines,
            )
        )
        for line in range(1, lines + 1):
            self._item(made, number, line, at)

    def _item(self, made: Rows, order: int, line: int, ordered: dt.datetime) -> None:
        chance = self.random
        product = chance.choices(range(PRODUCTS), cum_weights=self.popularity)[0]
        quantity, discount, price = (
            chance.randint(1, 6),
            chance.choice((0, 5, 10, 15, 20)),
            self.prices[product],
        )
        total = round(quantity * price * (100 - discount) / 100, 2)
        shipped = ordered + dt.timedelta(seconds=chance.randint(3600, 14 * 86400))
        reason = None if chance.random() < 0.95 else self.faker.random_element(REASONS)
        made.items.append(
            (len(made.items), order, line, product, quantity, price, discount, total, shipped, reason)
        )
