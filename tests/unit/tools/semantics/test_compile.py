"""The compiled files come from the libraries; run only where both are installed."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

pytest.importorskip("faker")
pytest.importorskip("mimesis")

from rowsmith.tools.semantics.compile import SOURCES, compile_pools


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pools")
    for name in ("local", "world"):
        (folder / name).mkdir()
    compile_pools(folder)
    return folder


def test_every_compiled_file_is_in_the_package(compiled: Path) -> None:
    stored = Path(str(files("rowsmith.tools.semantics.data")))
    made = {path.relative_to(compiled) for path in compiled.rglob("*.t*")}
    assert len(made) > 50
    assert {path for path in made if not (stored / path).is_file()} == set()


@pytest.mark.parametrize("locale", list(SOURCES))
def test_names_are_single_words_with_weights(compiled: Path, locale: str) -> None:
    rows = (compiled / "local" / f"first_name.{locale}.tsv").read_text(encoding="utf-8").splitlines()[1:]
    cells = [row.split("\t") for row in rows]
    assert {gender for _, gender, _ in cells} == {"female", "male"}
    assert all(" " not in name and name[0].isupper() and int(weight) > 0 for name, _, weight in cells)


def test_french_articles_are_small(compiled: Path) -> None:
    streets = (compiled / "local" / "street.fr_FR.txt").read_text(encoding="utf-8")
    assert " De La " not in streets
    assert "rue du " in streets
