"""The data files are sound."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from rowsmith.tools.errors import PlanError
from rowsmith.tools.semantics.facts import first_names, last_names, places, synonyms, table
from rowsmith.tools.semantics.locales import locales
from rowsmith.tools.semantics.pools import load_pool

DATA = Path(str(files("rowsmith.tools.semantics.data")))
POOLS = sorted(DATA.glob("*/*.txt"))
TABLES = sorted(DATA.glob("*/*.tsv"))


@pytest.mark.parametrize("path", POOLS, ids=lambda path: path.stem)
def test_a_pool_has_distinct_values(path: Path) -> None:
    cells = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    values = [row[0] for row in cells]
    ends = path.stem.split(".")[0].endswith("ending")
    assert len(values) > 1
    assert ends or len(set(values)) == len(values)
    assert all(value == value.strip() and value for value in values)
    assert len({len(row) for row in cells}) == 1
    assert all(int(row[1]) > 0 for row in cells if len(row) > 1)


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_table_has_one_width(path: Path) -> None:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    assert {len(row) for row in rows} == {len(rows[0])}
    if "weight" in rows[0]:
        assert all(int(row[rows[0].index("weight")]) > 0 for row in rows[1:])


def test_the_data_stay_small_and_say_whose_they_are() -> None:
    assert sum(path.stat().st_size for path in DATA.rglob("*") if path.is_file()) < 4_000_000
    notice = (DATA / "NOTICE").read_text(encoding="utf-8")
    assert "Daniele Faraglia" in notice
    assert "Isaak Uchakaev" in notice


@pytest.mark.parametrize("locale", list(locales()))
def test_every_locale_has_names_places_and_streets(locale: str) -> None:
    assert len(first_names(locale)) > 100
    assert len(last_names(locale)) > 100
    assert len(load_pool("street", locale)) > 40
    assert len(load_pool("company_ending", locale)) > 1
    assert locales()[locale].country in places().columns["country_code"]


def test_given_names_can_be_told_from_family_names() -> None:
    for locale in locales():
        assert not [name for name in first_names(locale).columns["first_name"] if " " in name]


def test_synonyms_name_known_values() -> None:
    for name, column in (("country", "country"), ("city", "city")):
        assert set(synonyms()[name].values()) <= set(places().columns[column])
    assert set(synonyms()["category"].values()) <= set(table("product").columns["category"])
    assert set(synonyms()["gender"].values()) <= set(table("gender").columns["gender"])


def test_a_missing_pool_is_named() -> None:
    with pytest.raises(PlanError, match="no pool of values called nowhere"):
        load_pool("nowhere")
