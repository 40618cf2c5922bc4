"""Who is chosen: weights, conditions, quotas, caps, no repeats."""

from __future__ import annotations

import pytest

from rowsmith.tools.errors import GenerationError, PlanError
from tests.fakes.made import Made, made

BOOKS = """
tables:
  books:
    rows: {books}
    key: id
    columns:
      id: sequence
      shelf: {{category: [a, b, c]}}
      pages: {{integer: [50, 900]}}
      isbn: {{pattern: 'I[0-9]{{6}}', unique: true}}
  members:
    rows: {members}
    key: id
    columns: {{id: sequence, likes: {{category: [a, b, c]}}, limit_pages: {{integer: [60, 900]}}}}
  loans:
    rows: {rows}
    key: id
    columns:
      id: sequence
      member_id: {{reference: members}}
      {book}
"""


def loans(book: str, *, rows: str = "2000", books: int = 50, members: int = 100) -> Made:
    return made(BOOKS.format(book=book, rows=rows, books=books, members=members))


JOINED = "FROM loans JOIN members m ON m.id = member_id JOIN books b ON b.id = book_id"


def test_all_candidates_alike() -> None:
    counts = loans("book_id: {reference: books}").list("SELECT count(*) FROM loans GROUP BY book_id")
    assert len(counts) == 50
    assert 15 < min(counts) <= max(counts) < 75


def test_a_weight_of_the_candidate() -> None:
    rows = loans("book_id: {reference: books, weight: \"case book.shelf when 'a' then 1 else 0 end\"}")
    assert rows.list("SELECT DISTINCT shelf FROM loans JOIN books ON books.id = book_id") == ["a"]


def test_popularity_favours_few() -> None:
    rows = loans("book_id: {reference: books, weight: popularity(1.5)}")
    top = rows.list("SELECT count(*) FROM loans GROUP BY book_id ORDER BY 1 DESC LIMIT 3")
    assert top[0] > 600
    assert top[0] > 2 * top[1] > 3 * top[2]
    with pytest.raises(PlanError, match="no popularity"):
        loans("book_id: {reference: books, weight: popularity(much)}")


def test_a_condition_about_candidates() -> None:
    rows = loans("book_id: {reference: books, where: book.pages > 400}")
    assert rows.one("SELECT min(pages) FROM loans JOIN books ON books.id = book_id") > 400


def test_a_condition_about_both_sides_is_drawn_again() -> None:
    rows = loans("book_id: {reference: books, where: book.pages <= member.limit_pages + 100}")
    assert rows.one(f"SELECT count(*) {JOINED} WHERE pages > limit_pages + 100") == 0


def test_values_that_must_be_equal() -> None:
    rows = loans("book_id: {reference: books, where: book.shelf = member.likes}")
    assert rows.one(f"SELECT count(*) {JOINED} WHERE shelf <> likes") == 0
    assert rows.one("SELECT count(DISTINCT book_id) FROM loans") == 50


def test_a_rare_condition_is_found_by_listing() -> None:
    rows = loans("book_id: {reference: books, where: book.pages + 830 < member.limit_pages or book_id = 3}")
    assert rows.one(f"SELECT count(*) {JOINED} WHERE NOT (pages + 830 < limit_pages OR book_id = 3)") == 0


def test_a_condition_that_no_candidate_meets_names_the_row() -> None:
    with pytest.raises(GenerationError, match="2000 rows of loans find no row of books that fits") as caught:
        loans("book_id: {reference: books, where: book.pages > 5000}")
    assert caught.value.where == "loans.book_id"


def test_where_no_candidate_fits_a_nullable_reference_is_null() -> None:
    rows = loans("book_id: {reference: books, where: book.pages > 5000, nulls: 0.1}")
    assert rows.one("SELECT count(book_id) FROM loans") == 0


def test_a_weight_of_both_sides() -> None:
    rows = loans(
        'book_id: {reference: books, weight: "case when book.shelf = member.likes then 9 else 1 end"}'
    )
    share = rows.one(f"SELECT avg(CASE WHEN shelf = likes THEN 1.0 ELSE 0 END) {JOINED}")
    assert 0.72 < share < 0.9


def test_a_weight_of_both_sides_among_many_candidates() -> None:
    book = 'book_id: {reference: books, weight: "case when book.shelf = member.likes then 9 else 1 end"}'
    share = loans(book, books=3000).one(f"SELECT avg(CASE WHEN shelf = likes THEN 1.0 ELSE 0 END) {JOINED}")
    assert 0.75 < share < 0.88


def test_exact_deals_evenly_or_by_weight() -> None:
    even = loans("book_id: {reference: books, exact: true}")
    assert set(even.list("SELECT count(*) FROM loans GROUP BY book_id")) == {40}
    by_weight = loans("book_id: {reference: books, exact: true, weight: book.pages}")
    wrong = """SELECT max(abs(n - 2000 * pages / (SELECT sum(pages) FROM books))) FROM
      (SELECT pages, count(loans.id) AS n FROM books LEFT JOIN loans ON books.id = book_id GROUP BY books.id, pages)"""
    assert by_weight.one(wrong) < 1


def test_bounds_on_how_often_a_candidate_is_chosen() -> None:
    rows = loans("book_id: {reference: books, weight: popularity(1.2), at_least: 3, at_most: 70}")
    counts = rows.list("SELECT count(*) FROM loans GROUP BY book_id")
    assert len(counts) == 50
    assert sum(counts) == 2000
    assert min(counts) >= 3
    assert max(counts) == 70


def test_bounds_that_can_not_be_kept_are_refused() -> None:
    with pytest.raises(
        GenerationError, match="2000 rows can't choose among 50 candidates: at most 1950 rows fit"
    ):
        loans("book_id: {reference: books, at_most: 39}")
    with pytest.raises(GenerationError, match="at least 2050 rows fit"):
        loans("book_id: {reference: books, at_least: 41}")


def test_a_cap_under_a_condition() -> None:
    rows = loans("book_id: {reference: books, where: book.shelf = member.likes, at_most: 60}")
    assert rows.one(f"SELECT count(*) {JOINED} WHERE shelf <> likes") == 0
    assert rows.one("SELECT max(n) FROM (SELECT count(*) AS n FROM loans GROUP BY book_id)") <= 60
    with pytest.raises(PlanError, match="exact and at_least can't be met"):
        loans("book_id: {reference: books, where: book.shelf = member.likes, exact: true}")


def test_unique_over_the_table() -> None:
    rows = loans("book_id: {reference: books, unique: true}", rows="50")
    assert rows.one("SELECT count(DISTINCT book_id) FROM loans") == 50
    with pytest.raises(GenerationError, match="51 rows must choose different ones of 50 candidates"):
        loans("book_id: {reference: books, unique: true}", rows="51")


def test_unique_over_the_table_under_a_condition() -> None:
    rows = loans("book_id: {reference: books, unique: true, where: book.shelf = member.likes}", rows="30")
    assert rows.one("SELECT count(DISTINCT book_id) FROM loans") == 30
    assert rows.one(f"SELECT count(*) {JOINED} WHERE shelf <> likes") == 0


@pytest.mark.parametrize(
    "how",
    [
        "",
        ", weight: popularity(1)",
        ", where: book.pages <= member.limit_pages + 700",
        ", weight: book.pages",
    ],
)
def test_unique_below_a_parent(how: str) -> None:
    rows = loans(
        f"book_id: {{reference: books{how}, unique: {{within: member_id}}}}",
        rows="{per: member_id, count: [15, 20]}", books=24,
    )  # fmt: skip
    assert (
        rows.one("SELECT count(*) FROM (FROM loans SELECT 1 GROUP BY member_id, book_id HAVING count(*) > 1)")
        == 0
    )
    assert rows.one("SELECT count(*) FROM loans WHERE book_id IS NULL") == 0


def test_unique_below_a_parent_with_too_few_candidates_is_refused() -> None:
    book = "book_id: {reference: books, unique: {within: member_id}}"
    with pytest.raises(GenerationError, match="20 rows must choose different ones of 10 candidates"):
        loans(book, rows="{per: member_id, count: 20}", books=10)
    weighted = "book_id: {reference: books, weight: popularity(1), unique: {within: member_id}}"
    with pytest.raises(GenerationError, match="finds no row of books that fits and is not taken"):
        loans(weighted, rows="{per: member_id, count: 20}", books=10)


def test_unique_within_a_group_that_is_no_parent() -> None:
    rows = loans("book_id: {reference: books, unique: {within: member_id}}", rows="1000", members=40)
    assert rows.one("SELECT count(DISTINCT (member_id, book_id)) FROM loans") == 1000


def test_a_reference_to_another_unique_column() -> None:
    rows = loans("book_isbn: {reference: books.isbn, where: book_isbn.pages > 300}")
    assert rows.one("SELECT count(*) FROM loans JOIN books ON isbn = book_isbn WHERE pages > 300") == 2000


def test_a_key_that_an_expression_gives() -> None:
    rows = loans(
        "book_id: {reference: books, value: 1 + member_id % 50}\n      pages: {expression: book.pages}"
    )
    assert (
        rows.one(f"SELECT count(*) {JOINED} WHERE book_id <> 1 + member_id % 50 OR b.pages <> loans.pages")
        == 0
    )
    with pytest.raises(GenerationError, match="books has no id 51, which row"):
        loans("book_id: {reference: books, value: 1 + member_id % 51}")
    text = loans("book_isbn: {reference: books.isbn, value: \"case when id > 9999 then 'I' end\"}")
    assert text.one("SELECT count(book_isbn) FROM loans") == 0


def test_candidates_below_the_rows_own_parent() -> None:
    text = """
tables:
  customers: {rows: 50, key: id, columns: {id: sequence}}
  addresses:
    rows: {per: customer_id, count: [1, 3]}
    key: id
    columns: {id: sequence, customer_id: {reference: customers}, main: {boolean: 0.5}}
  orders:
    rows: {per: customer_id, count: [0, 5]}
    key: id
    columns: {id: sequence, customer_id: {reference: customers}}
  parcels:
    rows: {per: order_id, count: 2}
    key: id
    columns:
      id: sequence
      order_id: {reference: orders}
      address_id: {reference: addresses, where: address.customer_id = order.customer_id}
      second_id: {reference: addresses, where: second.customer_id = order.customer.id and second.main, nulls: 0.01}
      heavy_id: {reference: addresses, where: heavy.customer_id = order.customer_id, weight: heavy.id}
"""
    rows = made(text)
    wrong = """SELECT count(*) FROM parcels p JOIN orders o ON o.id = order_id
      JOIN addresses a ON a.id = {} WHERE a.customer_id <> o.customer_id"""
    for column in ("address_id", "second_id", "heavy_id"):
        assert rows.one(wrong.format(column)) == 0
    assert rows.one("SELECT count(DISTINCT address_id) FROM parcels") > 50
    assert rows.one("SELECT bool_and(main) FROM parcels JOIN addresses a ON a.id = second_id")


def test_candidates_among_the_rows_own_references() -> None:
    text = """
tables:
  teams: {rows: 8, key: id, columns: {id: sequence, strong: {boolean: 0.5}}}
  games:
    rows: 400
    key: id
    columns:
      id: sequence
      home_id: {reference: teams}
      away_id: {reference: teams, where: away_id <> home_id}
      winner_id: {reference: teams, where: 'winner_id in (home_id, away_id)'}
      referee_id: {reference: teams, where: 'referee_id <> home_id and referee_id <> away_id'}
      host_id: {reference: teams, where: host_id = home_id}
"""
    rows = made(text)
    assert (
        rows.one("SELECT count(*) FROM games WHERE away_id = home_id OR winner_id NOT IN (home_id, away_id)")
        == 0
    )
    assert (
        rows.one("SELECT count(*) FROM games WHERE referee_id IN (home_id, away_id) OR host_id <> home_id")
        == 0
    )
    assert 140 < rows.one("SELECT count(*) FROM games WHERE winner_id = home_id") < 260


def test_a_segment_may_name_a_key() -> None:
    text = """
tables:
  shops: {rows: 10, key: id, columns: {id: sequence}}
  sales:
    rows: 500
    key: id
    columns: {id: sequence, shop_id: {reference: shops}}
    segments:
      odd: {share: {exactly: 0.2}, set: {shop_id: 7}, label: is_odd}
"""
    rows = made(text)
    assert rows.one("SELECT count(*) FROM sales WHERE is_odd") == 100
    assert rows.one("SELECT count(*) FROM sales WHERE is_odd AND shop_id <> 7") == 0


def test_a_reference_inside_a_switch_gives_the_key() -> None:
    text = """
tables:
  shops: {rows: 10, key: id, columns: {id: {sequence: 100}}}
  sales:
    rows: 200
    key: id
    columns:
      id: sequence
      online: {boolean: 0.5}
      shop_id: {switch: [{when: online, use: null}, {use: {reference: shops}}]}
"""
    rows = made(text)
    assert rows.one("SELECT count(*) FROM sales WHERE online = (shop_id IS NOT NULL)") == 0
    assert rows.one("SELECT min(shop_id) FROM sales") >= 100
