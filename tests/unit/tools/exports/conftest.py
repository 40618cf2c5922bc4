"""One table with a column of each kind, and a small shop with keys, references and notes."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from rowsmith.tools.engine import generate_tables
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.yaml import load_plan

EVERYTHING = """
create table everything as
select * exclude (b) from (values
  (1, -9007199254740993::BIGINT, 170141183460469231731687303715884105::HUGEINT, 0.1::DOUBLE, 12.50::DECIMAL(18, 2),
   true, 'Ünïcode "quoted", it''s' || chr(10) || 'back\\slash' || chr(9) || '=1+1', date '1999-12-31',
   time '23:59:59.123456', timestamp '2024-02-29 12:34:56.654321', timestamptz '2024-02-29 12:34:56+02',
   interval '3 days', 'ab\\x00\\xFF'::BLOB,
   {'name': 'x', 'price': 1.50::DECIMAL(9, 2), 'tags': ['a', NULL], 'on': date '2024-01-02'}, '{"a": [1, null]}'::JSON, 0),
  (2, 0::BIGINT, 0::HUGEINT, -1e300::DOUBLE, -1234567890123456.78::DECIMAL(18, 2),
   false, '', date '2024-01-01', time '00:00:00', timestamp '1970-01-01 00:00:00',
   timestamptz '1970-01-01 00:00:00+00', interval '1 month', ''::BLOB,
   {'name': '', 'price': NULL, 'tags': [], 'on': NULL}, '{}'::JSON, 0),
  (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0)
) t(id, whole, huge, "real", amount, flag, said, "day", clock, moment, zoned, span, bytes, nested, doc, b)
"""

SHOP = """
name: shop
tables:
  customers:
    rows: 40
    key: id
    note: People who buy.
    columns:
      id: sequence
      name: {semantic: person_name, note: "As they write it; it's theirs."}
      email: {semantic: email, unique: true}
      friend_id: {reference: customers, nulls: 0.5}
  orders:
    rows: {per: customer_id, count: [0, 3]}
    key: id
    columns:
      id: sequence
      customer_id: {reference: customers}
      total: {decimal: [5, 400]}
      placed_at: {datetime: [2024-01-01, 2024-12-31]}
      status: {category: {paid: 8, open: 2}}
  lines:
    rows: {per: order_id, count: [1, 2]}
    key: id
    columns: {id: sequence, order_id: {reference: orders}, quantity: {integer: [1, 9]}}
"""


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("everything") / "data.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(EVERYTHING)
        connection.execute("create table none (id BIGINT, said VARCHAR)")
    return path


@pytest.fixture(scope="session")
def plan() -> Plan:
    return load_plan(SHOP)


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory, plan: Plan) -> Path:
    path = tmp_path_factory.mktemp("shop") / "data.duckdb"
    generate_tables(plan, path)
    return path
