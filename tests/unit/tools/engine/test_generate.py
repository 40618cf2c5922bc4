"""The rows are the same however they are made, and hold together."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import duckdb
import pytest

from rowsmith.tools.engine import Progress, checksum, generate_tables, iter_batches
from rowsmith.tools.errors import PlanError, TargetError
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.yaml import load_plan

PLANS = Path(__file__).parents[3] / "data" / "plans" / "engine"


@pytest.fixture(scope="module")
def shop() -> Plan:
    return load_plan(PLANS / "shop.yaml")


@pytest.fixture(scope="module")
def sums(shop: Plan) -> dict[str, str]:
    return checksum(shop)


@pytest.fixture(scope="module")
def rows(shop: Plan, tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    target = tmp_path_factory.mktemp("shop") / "shop.duckdb"
    generate_tables(shop, target)
    return duckdb.connect(str(target), read_only=True)


@pytest.mark.parametrize(
    ("sink", "block_rows", "threads"),
    [("duckdb", 20, 1), ("duckdb", 100, 2), ("parquet", 1000, 1), ("parquet", 65_536, 2)],
)
def test_blocks_threads_and_sinks_make_the_same_rows(
    shop: Plan,
    sums: dict[str, str],
    tmp_path: Path,
    sink: Literal["duckdb", "parquet"],
    block_rows: int,
    threads: int,
) -> None:
    target = tmp_path / "made"
    generate_tables(shop, target, sink=sink, block_rows=block_rows, threads=threads)
    assert checksum(target) == {name: sums[name] for name in sorted(sums)}


def test_another_seed_makes_other_rows(shop: Plan, sums: dict[str, str]) -> None:
    other = checksum(shop.model_copy(update={"seed": 12}))
    assert all(other[name] != sums[name] for name in sums if name != "regions")


def test_the_counts_are_met_and_reported(shop: Plan, tmp_path: Path) -> None:
    told: list[Progress] = []
    made = generate_tables(shop, tmp_path / "shop.duckdb", on_progress=told.append)
    assert made.rows["customers"] == 60
    assert made.rows["orders"] == 150
    assert list(made.rows) == [table.name for table in shop.tables]
    assert {one.table: one.done for one in told} == {one.table: one.total for one in told} == made.rows
    assert made.paths == (tmp_path / "shop.duckdb",)
    assert set(made.seconds) == {"count", "rows"}


def test_scale_multiplies_and_keeps_the_first_rows(shop: Plan) -> None:
    def column(scale: float, name: str) -> list[object]:
        found: list[object] = []
        for batch in iter_batches(shop, "products", scale=scale):
            found += batch.column(name).to_pylist()
        return found

    assert len(column(2, "price")) == 80
    assert column(2, "price")[:40] == column(1, "price")


ORPHANS = {
    "orders.customer_id": ("orders", "customer_id", "customers", "customer_id"),
    "items.order_id": ("items", "order_id", "orders", "order_id"),
    "items.product_id": ("items", "product_id", "products", "product_id"),
    "items.gift_for": ("items", "gift_for", "customers", "customer_id"),
    "customers.region": ("customers", "region", "regions", "code"),
    "customers.invited_by": ("customers", "invited_by", "customers", "customer_id"),
    "stages.order_id": ("stages", "order_id", "orders", "order_id"),
    "best.customer_id": ("best", "customer_id", "customers", "customer_id"),
}


@pytest.mark.parametrize("place", list(ORPHANS))
def test_no_reference_is_an_orphan(rows: duckdb.DuckDBPyConnection, place: str) -> None:
    child, column, parent, key = ORPHANS[place]
    found = rows.execute(
        f"SELECT count(*) FROM {child} c LEFT JOIN {parent} p ON c.{column} = p.{key}"
        f" WHERE c.{column} IS NOT NULL AND p.{key} IS NULL"
    ).fetchall()
    assert found == [(0,)]
    assert rows.execute(f"SELECT count({column}) > 0 FROM {child}").fetchall() == [(True,)]


FACTS = {
    "totals add up": """
        SELECT count(*) FROM orders o
        WHERE total <> (SELECT coalesce(sum(amount), 0) FROM items i WHERE i.order_id = o.order_id)""",
    "spent adds up": """
        SELECT count(*) FROM customers c
        WHERE spent <> (SELECT coalesce(sum(total), 0) FROM orders o WHERE o.customer_id = c.customer_id)""",
    "sold adds up": """
        SELECT count(*) FROM products p
        WHERE sold <> (SELECT coalesce(sum(quantity), 0) FROM items i WHERE i.product_id = p.product_id)""",
    "amounts follow the price and the tax": """
        SELECT count(*) FROM items JOIN products USING (product_id) JOIN orders USING (order_id)
        JOIN customers USING (customer_id) JOIN regions ON code = region
        WHERE abs(amount - round(quantity * price * (1 + tax), 2)) > 0.005""",
    "running sums": """
        SELECT count(*) FROM (SELECT running, sum(total) OVER
          (PARTITION BY customer_id ORDER BY order_id ROWS UNBOUNDED PRECEDING) AS s FROM orders)
        WHERE running <> s""",
    "ranks": """
        SELECT count(*) FROM (SELECT ranked, rank() OVER (PARTITION BY customer_id ORDER BY total DESC) AS r
          FROM orders) WHERE ranked <> r""",
    "overall numbers": """
        SELECT count(*) FROM (SELECT overall, row_number() OVER (ORDER BY placed_at) AS n FROM orders)
        WHERE overall <> n""",
    "ids follow the date": """
        SELECT count(*) FROM (SELECT joined_on, lag(joined_on) OVER (ORDER BY customer_id) AS before
          FROM customers) WHERE before > joined_on""",
    "a gift stays in the region and is for another": """
        SELECT count(*) FROM items JOIN orders USING (order_id) JOIN customers c USING (customer_id)
        JOIN customers g ON g.customer_id = gift_for WHERE g.region <> c.region OR g.customer_id = c.customer_id""",
    "no product twice in an order": """
        SELECT count(*) FROM (FROM items SELECT 1 GROUP BY order_id, product_id HAVING count(*) > 1)""",
    "depth counts the way to a root": """
        SELECT count(*) FROM customers c LEFT JOIN customers p ON p.customer_id = c.invited_by
        WHERE c.depth <> coalesce(p.depth + 1, 0)""",
    "stages run forward": """
        SELECT count(*) FROM (SELECT "at", lag("at") OVER (PARTITION BY order_id ORDER BY
          CASE stage WHEN 'picked' THEN 1 WHEN 'packed' THEN 2 ELSE 3 END) AS before FROM stages)
        WHERE before >= "at" """,
    "the query saw the finished orders": """
        SELECT count(*) FROM best b
        WHERE top <> (SELECT max(total) FROM orders o WHERE o.customer_id = b.customer_id)""",
    "regions count their customers": """
        SELECT count(*) FROM regions r WHERE customers_here <>
          (SELECT count(*) FROM customers c WHERE c.region = r.code)""",
    "orders after joining": """
        SELECT count(*) FROM orders JOIN customers USING (customer_id) WHERE placed_at < joined_on""",
}


@pytest.mark.parametrize("fact", list(FACTS))
def test_rows_hold_together(rows: duckdb.DuckDBPyConnection, fact: str) -> None:
    assert rows.execute(FACTS[fact]).fetchall() == [(0,)]


def test_a_target_that_exists_is_refused(shop: Plan, tmp_path: Path) -> None:
    target = tmp_path / "there"
    target.touch()
    with pytest.raises(TargetError, match="exists"):
        generate_tables(shop, target)
    with pytest.raises(TargetError, match="exists"):
        generate_tables(shop, target, sink="parquet")


def test_an_unknown_table_is_named(shop: Plan) -> None:
    with pytest.raises(PlanError, match="no table order") as caught:
        next(iter_batches(shop, "order"))
    assert caught.value.hint == "Did you mean orders?"
