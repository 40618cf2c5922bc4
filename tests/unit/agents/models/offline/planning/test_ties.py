"""Tables that belong together: pairs, what happens to whom, and what comes after what."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rowsmith.agents.models.offline.planning.plan import Wishes, draft_plan
from rowsmith.agents.models.offline.reading.reader import read
from rowsmith.tools.plan.friendly.write import write
from rowsmith.tools.plan.lint import lint
from rowsmith.tools.semantics import KindNames


def tables(message: str) -> dict[str, Any]:
    found = read(message)
    plan = draft_plan(found.statements, found.vocabulary, found.context.scores, Wishes())
    assert list(lint(plan, kinds=KindNames())) == []
    made: Any = write(plan)["tables"]
    return dict(made)


def test_too_few_children_are_paired() -> None:
    made = tables("- 25 journalists\n- 1,300 articles\n- 1-3 journalists per article")
    assert (made["journalists"]["rows"], made["articles"]["rows"]) == (25, 1300)
    pair = made["article_journalists"]
    assert pair["rows"] == {"per": "article_id", "count": [1, 3]}
    assert pair["columns"]["journalist_id"]["unique"] == {"within": "article_id"}


def test_enough_children_belong_to_one_parent() -> None:
    made = tables("20 authors. 100 articles. 1 to 9 articles per author.")
    assert set(made) == {"authors", "articles"}
    assert made["articles"]["rows"]["total"] == 100


def test_what_happens_is_tied_to_what_stands_alone() -> None:
    made = tables("50 members and 300 redemptions in 2024")
    assert [c for c in made["redemptions"]["columns"] if c == "member_id"] in ([], ["member_id"])
    made = tables("120 shipments in April 2024, 3 depots and 40 clinics")
    assert {"depot_id", "clinic_id"} <= set(made["shipments"]["columns"])


def test_two_kinds_get_their_usual_table() -> None:
    made = tables("a recipe website with users, recipes and ingredients")
    assert {"recipe_id", "ingredient_id"} <= set(made["recipe_ingredients"]["columns"])


def test_a_comment_comes_after_its_article() -> None:
    made = tables("1,300 articles published in 2023, 8,000 comments")
    assert "article.published" in str(made["comments"]["columns"])


@settings(max_examples=25, deadline=None)
@given(st.integers(5, 60), st.integers(5, 900), st.integers(1, 4))
def test_any_numbers_give_a_sound_plan(few: int, many: int, most: int) -> None:
    made = tables(f"{few} skills, {many} freelancers. Each freelancer has 1 to {most} skills.")
    assert made["freelancers"]["rows"] == many


def test_names_decide_what_they_are() -> None:
    made = tables("Data for a chain of coffee shops")
    assert "'Green Tea'" in made["products"]["columns"]["category"]["expression"]
    assert made["sales"]["columns"]["sold_at"]["hours"] == {"7-9": 4, "10-16": 4, "17-19": 1.5}
    planes = tables("an airline with 9 aircraft")
    (name,) = (name for name in planes if name.startswith("aircraft"))
    assert "then 180" in str(planes[name]["columns"]["seats"])


def test_usual_dates_are_all_there() -> None:
    made = tables("test data for a small insurance company")
    assert {"start_date", "end_date"} <= set(made["policies"]["columns"])


def test_what_is_listed_is_all_there_is() -> None:
    made = tables("40 customers with a name and an email, each has 1 to 3 orders")
    assert list(made["customers"]["columns"]) == ["customer_id", "name", "email"]
    assert "status" in made["orders"]["columns"]
