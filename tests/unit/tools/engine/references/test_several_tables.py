"""References to several tables, and keys of several columns."""

from __future__ import annotations

from tests.fakes.made import made

POLYMORPHIC = """
tables:
  photos: {{rows: 30, key: id, columns: {{id: sequence, comments_here: {{expression: count(comments)}}}}}}
  videos: {{rows: 20, key: code, columns: {{code: {{sequence: 100}}}}}}
  comments:
    rows: 1000
    key: id
    columns:
      id: sequence
      {columns}
"""


def test_references_to_several_tables() -> None:
    reference = "about_id: {reference: {photos: 3, videos: {weight: 1, type_value: film}}, type: about_type}"
    rows = made(POLYMORPHIC.format(columns=reference))
    kinds = dict(rows.rows("SELECT about_type, count(*) FROM comments GROUP BY 1"))
    assert set(kinds) == {"photos", "film"}
    assert 690 < kinds["photos"] < 810
    assert (
        rows.one(
            "SELECT count(*) FROM comments JOIN photos ON photos.id = about_id WHERE about_type = 'photos'"
        )
        == kinds["photos"]
    )
    assert (
        rows.one("SELECT count(*) FROM comments JOIN videos ON code = about_id WHERE about_type = 'film'")
        == kinds["film"]
    )
    assert rows.one("SELECT sum(comments_here) FROM photos") == kinds["photos"]
    assert rows.tables["comments"].column_names == ["id", "about_type", "about_id"]


def test_the_type_column_may_be_a_column_of_its_own() -> None:
    columns = (
        "about_type: {category: {photos: 1, videos: 9}}\n      "
        "about_id: {reference: [photos, videos], type: about_type}"
    )
    rows = made(POLYMORPHIC.format(columns=columns))
    assert rows.one("SELECT count(*) FROM comments WHERE about_type = 'videos' AND about_id < 100") == 0
    assert rows.one("SELECT count(*) FROM comments WHERE about_type = 'photos' AND about_id >= 100") == 0
    assert rows.one("SELECT count(*) FROM comments WHERE about_type = 'videos'") > 850


def test_composite_keys_fill_their_columns() -> None:
    text = """
tables:
  orders: {rows: 20, key: id, columns: {id: sequence}}
  lines:
    rows: {per: order_id, count: [1, 4]}
    key: [order_id, line]
    columns:
      order_id: {reference: orders}
      line: {sequence: 1, within: order_id}
      quantity: {integer: [1, 9]}
  returns:
    rows: 30
    key: id
    columns:
      id: sequence
      item: {reference: lines, as: [order_id, line], where: item.quantity > 2}
      was: {expression: item.quantity}
"""
    rows = made(text)
    assert rows.tables["returns"].column_names == ["id", "order_id", "line", "was"]
    joined = (
        "SELECT count(*) FROM returns JOIN lines USING (order_id, line) WHERE quantity = was AND quantity > 2"
    )
    assert rows.one(joined) == 30
