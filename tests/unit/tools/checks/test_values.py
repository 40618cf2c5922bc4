"""Single values: numbers, moments, text, codes; a right value holds, a wrong one is the only break."""

from __future__ import annotations

import duckdb
import pytest

from tests.unit.tools.checks.conftest import broken, results, tables


def faults(column: str, type_: str, right: list[str], wrong: list[str], extra: str = "") -> dict[str, int]:
    """Violations of the checks on column v of one table; `right` and `wrong` are SQL values."""
    plan = tables(f"""
t:
  rows: {len(right) + len(wrong)}
  key: id
  columns:
    id: sequence
    a: {{integer: [1, 9], shape: triangular}}
    d: {{date: [2024-01-01, 2024-12-31], shape: triangular}}
    v: {column}
{extra}""")
    with duckdb.connect() as connection:
        connection.execute(f"create table t (id bigint, a bigint, d date, v {type_})")
        for number, value in enumerate([*right, *wrong], start=1):
            connection.execute(f"insert into t values ({number}, 5, date '2024-05-15', {value})")
        found = broken(results(connection, plan))
    return {id_.removeprefix("t.v."): count for id_, count in found.items() if "share" not in id_}


VALUES = [
    ("{integer: [1, 60]}", "bigint", ["1", "60", "null"], ["0", "61"], {"range": 2, "filled": 1}),
    ("{integer: [1, 60], step: 5}", "bigint", ["5", "60", "1", "56"], ["7"], {"step": 1}),
    ("{integer: [a, a * 2]}", "bigint", ["5", "10"], ["4", "11"], {"range": 2}),
    ("{integer: [1, 9]}", "double", ["1", "9"], ["2.5"], {"whole": 1}),
    ("{decimal: [0.5, 9]}", "decimal(9, 3)", ["0.5", "9.00"], ["0.495", "9.001"], {"range": 2, "digits": 2}),
    ("{decimal: [1, 99], ends: ['.00', '.99']}", "decimal(9, 2)", ["5.00", "7.99"], ["5.50", "7.98"], {"ends": 2}),
    ("{decimal: [1, 99], ends: ['9.99']}", "double", ["19.99", "9.99"], ["18.99"], {"ends": 1}),
    ("{decimal: [1, 99], digits: 1, step: 0.5}", "double", ["5.5", "7"], ["7.1"], {"step": 1}),
    ("{decimal: [1, 99], digits: 2}", "double", ["0.1 + 1.2", "98.99"], ["1.234"], {"digits": 1}),
    ("{series: 5, along: d, low: 0, high: 9, digits: 1}", "double", ["0", "9"], ["-1", "9.1"], {"range": 2}),
    ("{category: [red, blue]}", "varchar", ["'red'", "'blue'"], ["'green'", "'Red'"], {"values": 2}),
    ("{category: {10: 1, 20: 1}}", "bigint", ["10", "20"], ["15"], {"values": 1}),
    ("{category: [2024-01-01, 2024-02-01]}", "date", ["'2024-01-01'"], ["'2024-01-02'"], {"values": 1}),
    ("{category: [true, maybe]}", "varchar", ["'true'", "'maybe'"], ["'True'"], {"values": 1}),
    ("{constant: x}", "varchar", ["'x'"], ["'y'"], {"values": 1}),
    ("{constant: null}", "varchar", ["null"], ["'y'"], {"values": 1}),
    ("{semantic: city, only: [Rome, Oslo]}", "varchar", ["'Rome'"], ["'Paris'"], {"values": 1}),
    ("{date: [2024-02-01, 2024-11-30]}", "date", ["'2024-02-01'", "'2024-11-30'"], ["'2024-12-01'", "'2024-01-31'"],
     {"range": 2}),
    ("{date: [d, 2024-11-30]}", "date", ["'2024-05-15'"], ["'2024-05-14'"], {"range": 1}),
    ("{date: [2024-01-01, 2024-12-31], step: 7 days}", "date", ["'2024-01-08'"], ["'2024-01-09'"], {"step": 1}),
    ("{date: [2024-01-31, 2024-12-31], step: 1 month}", "date", ["'2024-02-29'", "'2024-03-31'"], ["'2024-03-30'"],
     {"step": 1}),
    ("{date: [2024-01-01, 2024-12-31], weekdays: {mon-fri: 1, sat: 0}}", "date", ["'2024-01-05'"],
     ["'2024-01-06'", "'2024-01-07'"], {"weekday": 2}),
    ("{date: [2024-01-01, 2024-12-31], months: {nov-feb: 1}}", "date", ["'2024-12-05'", "'2024-02-01'"],
     ["'2024-03-01'"], {"month": 1}),
    ("{date: [2024-01-01, 2024-12-31], days: {1-7: 1}}", "date", ["'2024-12-07'"], ["'2024-03-08'"], {"day": 1}),
    ("{date: [2024-01-01, 2024-12-31], days: {28-3: 1}}", "date", ["'2024-12-01'", "'2024-01-30'"],
     ["'2024-03-08'"], {"day": 1}),
    ("{date: [2024-01-01, 2024-12-31], days: {2024-05-09: 1, 2024-06-01: 1}}", "date", ["'2024-05-09'"],
     ["'2024-05-10'"], {"day": 1}),
    ("{datetime: [2024-02-01, 2024-11-30]}", "timestamp", ["'2024-02-01'", "'2024-11-30 23:59:59'"], ["'2024-12-01'"],
     {"range": 1}),
    ("{datetime: [2024-02-01, d]}", "timestamp", ["'2024-05-15 23:59:59'"], ["'2024-05-16'"], {"range": 1}),
    ("{datetime: [2024-02-01, '2024-02-02 12:00']}", "timestamp", ["'2024-02-02 12:00'"], ["'2024-02-02 12:01'"],
     {"range": 1}),
    ("{datetime: [2024-01-01, 2024-12-31], step: 30 minutes}", "timestamp", ["'2024-02-01 10:30'"],
     ["'2024-02-01 10:31'"], {"step": 1}),
    ("{datetime: [2024-01-01, 2024-12-31], hours: {22-5: 1}}", "timestamp", ["'2024-02-01 23:10'", "'2024-02-01 05:59'"],
     ["'2024-02-01 06:00'"], {"hour": 1}),
    ("{time: ['08:00', '16:30']}", "time", ["'08:00'", "'16:30'"], ["'16:31'"], {"range": 1}),
    ("{time: ['22:00', '06:00']}", "time", ["'23:00'", "'05:30'"], ["'12:00'"], {"range": 1}),
    ("{after: d, by: [1 day, 10 days]}", "date", ["'2024-05-16'", "'2024-05-25'"], ["'2024-05-15'", "'2024-05-26'"],
     {"distance": 2}),
    ("{before: d, by: [1 hour, 1 month]}", "timestamp", ["'2024-05-14 23:00'", "'2024-04-15'"],
     ["'2024-05-14 23:30'"], {"distance": 1}),
    ("{after: d, by: [0 days, to_days(a)]}", "date", ["'2024-05-20'"], ["'2024-05-21'"], {"distance": 1}),
    ("{pattern: 'SKU-[A-Z]{3}-\\d{4}'}", "varchar", ["'SKU-ABC-0001'"], ["'SKU-abc-0001'", "'xSKU-ABC-0001'"],
     {"pattern": 2}),
    ("{pattern: '{a:03}-[A-Z]{2}'}", "varchar", ["'005-XX'"], ["'5-XX'", "'006-XX'"], {"pattern": 2}),
    ("{expression: a * 2}", "bigint", ["10"], ["11", "null"], {"value": 2, "filled": 1}),
    ("{expression: a / 3.0}", "double", ["5 / 3.0", "5 / 3.0 + 1e-13"], ["5 / 3.0 + 1e-6"], {"value": 1}),
    ("{expression: 'round(a / 8.0, 2)'}", "decimal(9, 2)", ["0.63", "0.62"], ["0.61", "0.64", "null"],
     {"value": 3, "filled": 1}),
    ("{expression: 'round(a / 3.0)'}", "double", ["2"], ["2.1", "1"], {"value": 2}),
    ("{expression: a * 1.10}", "decimal(9, 2)", ["5.50"], ["5.51"], {"value": 1}),
    ("{expression: \"'n' || a\"}", "varchar", ["'n5'"], ["'n6'"], {"value": 1}),
    ("{switch: [{when: a = 5, use: {integer: [1, 3]}}, {use: {integer: [7, 9]}}]}", "bigint", ["1", "3"], ["8"],
     {"arm 1.range": 1}),
    ("{switch: [{share: 0.5, use: {integer: [1, 3]}}, {use: {integer: [7, 9]}}]}", "bigint", ["1", "9"], ["5"],
     {"arm 1.arms": 1}),
    ("{switch: [{share: 0.5, use: 0}, {when: a > 7, use: 1}, {use: 2}]}", "bigint", ["0", "2"], ["1"], {"arm 1.arms": 1}),
    ("{lookup: {5: 12, 6: 30}, by: a}", "bigint", ["12"], ["30"], {"5.values": 1}),
    ("{lookup: {x: 12, y: 30}, by: \"'x'\", otherwise: 1}", "bigint", ["12"], ["30"], {"x.values": 1}),
    ("{lookup: {6: 30}, by: a, otherwise: {integer: [1, 2]}}", "bigint", ["1"], ["30"], {"otherwise.range": 1}),
    ("{lookup: {6: 30}, by: a}", "bigint", ["null"], ["30"], {}),
    ("{bands: [[0, C], [5, B], [8, A]], by: a}", "varchar", ["'B'"], ["'A'"], {"from 5.values": 1}),
    ("{bands: [[6, B]], by: a}", "varchar", ["null"], [], {}),
]  # fmt: skip


@pytest.mark.parametrize(("column", "type_", "right", "wrong", "expected"), VALUES)
def test_a_wrong_value_is_found(
    column: str, type_: str, right: list[str], wrong: list[str], expected: dict[str, int]
) -> None:
    kept = [value for value in right if not (value == "null" and "filled" in expected and len(right) == 3)]
    assert faults(column, type_, kept, []) == {}
    assert faults(column, type_, right, wrong) == expected


FORMATS = [
    ("email", ["a.b@example.com"], ["a.b@example", "a b@example.com"]),
    ("email@acme.example", ["jo@acme.example"], []),
    ("phone_e164", ["+447700900123"], ["447700900123"]),
    ("uuid", ["123e4567-e89b-42d3-a456-426614174000"], ["123e4567"]),
    ("ipv4", ["81.2.69.142"], ["81.2.69.256", "81.2.69"]),
    ("ipv6", ["2001:db8::1"], ["2001"]),
    ("mac_address", ["02:00:5e:10:00:01"], ["02:00:5e:10:00"]),
    ("color_hex", ["#a0b1c2"], ["a0b1c2"]),
    ("url", ["https://acme.example/x"], ["acme.example"]),
    ("iban", ["DE89370400440532013000", "GB82 WEST 1234 5698 7654 32"], ["DE88370400440532013000", "DE89"]),
    ("credit_card", ["4111 1111 1111 1111", "378282246310005"], ["4111111111111112"]),
    ("ean13", ["4006381333931"], ["4006381333932", "400638133393"]),
    ("isbn13", ["978-0-306-40615-7"], ["978-0-306-40615-8", "1234567890128"]),
    ("imo_number", ["9074729", "IMO 9074729"], ["9074728"]),
    ("vin", ["1M8GDM9AXKP042788"], ["1M8GDM9A1KP042788"]),
    ("bic", ["DEUTDEFF"], ["DEUT"]),
    ("postcode", ["12345", "12345-6789"], ["1234"]),
    ("icd10", ["J45.9"], ["45J"]),
    ("latitude", ["51.5"], ["90.5"]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "right", "wrong"), FORMATS)
def test_a_value_of_the_wrong_shape_is_found(kind: str, right: list[str], wrong: list[str]) -> None:
    quoted = [f"'{value}'" for value in wrong]
    found = faults(f"{{semantic: {kind}}}", "varchar", [f"'{value}'" for value in right], [])
    assert found == {}
    if wrong:
        (count,) = faults(
            f"{{semantic: {kind}}}", "varchar", [f"'{value}'" for value in right], quoted
        ).values()
        assert count == len(wrong)


def test_an_address_in_another_domain_is_found() -> None:
    assert faults("{semantic: email@acme.example}", "varchar", [], ["'jo@example.com'"]) == {"domain": 1}


def test_a_postcode_follows_the_locale_of_its_table() -> None:
    assert faults("{semantic: postcode, locale: nl_NL}", "varchar", ["'1234 AB'"], ["'12345'"]) == {
        "format": 1
    }


def test_arms_whose_condition_is_hidden_are_taken_together() -> None:
    plan = tables("""
t:
  rows: 4
  key: id
  columns:
    id: sequence
    out: {boolean: 0.1, hidden: true}
    v: {switch: [{when: out, use: 0}, {use: {integer: [5, 9]}}]}
    w: {lookup: {true: 1, false: 2}, by: out, otherwise: 3}
    x: {bands: [[0, low], [5, high]], by: case when out then 1 else 2 end}
""")
    with duckdb.connect() as connection:
        connection.execute(
            "create table t as select * from (values (1, 0, 1, 'low'), (2, 5, 2, 'high'), (3, 9, 3, 'low'), (4, 0, 2, 'low')) v(id, v, w, x)"
        )
        assert broken(results(connection, plan)) == {}
        connection.execute("update t set v = 3, w = 4, x = 'other' where id = 2")
        assert broken(results(connection, plan)) == {"t.v.any arm": 1, "t.w.any arm": 1, "t.x.any arm": 1}


def test_a_labelled_segment_has_its_own_values() -> None:
    plan = tables("""
t:
  rows: 4
  key: id
  columns:
    id: sequence
    v: {integer: [1, 9]}
    w: {integer: [1, 9]}
  segments:
    big: {share: {exactly: 0.5}, set: {v: {integer: [100, 200]}, w: {expression: w * 10}}, label: is_big}
""")
    with duckdb.connect() as connection:
        connection.execute(
            "create table t as select * from (values (1, 5, 3, false), (2, 150, 30, true), (3, 6, 1, false), (4, 110, 90, true))"
            " v(id, v, w, is_big)"
        )
        assert broken(results(connection, plan)) == {}
        connection.execute("update t set v = 8 where id = 2")
        connection.execute("update t set w = 12 where id = 3")
        assert broken(results(connection, plan)) == {"t.v.segment big.range": 1, "t.w.range": 1}


def test_a_segment_without_a_label_allows_both() -> None:
    extra = "  segments:\n    big: {share: 0.5, set: {v: {integer: [100, 200]}}}\n"
    assert faults("{integer: [1, 9]}", "bigint", ["5", "150"], ["50"], extra) == {"arm 1.arms": 1}


def test_changes_without_a_label_may_break_as_many_as_stated() -> None:
    column = "{integer: [1, 9], outliers: {share: 0.1, times: 10}}"
    assert faults(column, "bigint", ["5"] * 30 + ["50"] * 4, []) == {}
    assert faults(column, "bigint", ["5"] * 30, ["50"] * 25) == {"range": 25}


def test_labelled_errors_are_let_be() -> None:
    plan = tables("""
t:
  rows: 10
  key: id
  columns:
    id: sequence
    v: {pattern: '[a-z]{3}', errors: {share: 0.3, kinds: [typo], label: spoilt}}
""")
    with duckdb.connect() as connection:
        connection.execute(
            "create table t as select i as id, case when i < 4 then 'a1' else 'abc' end as v, i < 4 as spoilt from range(1, 11) t(i)"
        )
        assert broken(results(connection, plan)) == {}
        connection.execute("update t set spoilt = false where id = 1")
        assert broken(results(connection, plan)) == {"t.v.pattern": 1}
