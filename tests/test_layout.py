"""The house: every folder is packed, no generic name is installed, floors are as README says."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ("agents", "prompts", "tools", "evals")
MAX_LINES = 400


def declared() -> dict[str, object]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: dict[str, object] = settings["tool"]["setuptools"]
    return found


def on_disk() -> set[str]:
    names: set[str] = set()
    for top in ("rowsmith", *FLOORS):
        for init in (ROOT / top).rglob("__init__.py"):
            parts = init.parent.relative_to(ROOT).parts
            if top == "rowsmith" and len(parts) > 1 and parts[1] in FLOORS:
                continue
            names.add(".".join(parts if top == "rowsmith" else ("rowsmith", *parts)))
    return names


def test_every_folder_is_packed() -> None:
    packages = declared()["packages"]
    assert isinstance(packages, list)
    assert sorted(on_disk()) == sorted(packages)


def test_every_data_file_is_packed() -> None:
    data = declared()["package-data"]
    assert isinstance(data, dict)
    missed: list[str] = []
    for package in sorted(on_disk()):
        parts = package.split(".")
        folder = ROOT.joinpath(*(parts if len(parts) == 1 or parts[1] not in FLOORS else parts[1:]))
        packed = {file for pattern in data.get(package, []) for file in folder.glob(pattern)}
        present = {
            f for f in folder.iterdir() if f.is_file() and f.suffix != ".py" and f.name != ".gitignore"
        }
        missed += [str(file.relative_to(ROOT)) for file in sorted(present - packed)]
    assert missed == []


@pytest.mark.parametrize("name", [*FLOORS, "tests"])
def test_no_generic_name_is_installed(name: str, tmp_path: Path) -> None:
    code = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({name!r}) is not None)"
    assert subprocess.run([sys.executable, "-P", "-c", code], cwd=tmp_path, check=False).returncode == 0


def test_no_file_is_too_long() -> None:
    long = [
        str(file.relative_to(ROOT))
        for top in ("rowsmith", *FLOORS, "tests")
        for file in (ROOT / top).rglob("*.py")
        if len(file.read_text(encoding="utf-8").splitlines()) > MAX_LINES
    ]
    assert long == []


def test_readme_names_every_room() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rooms = [
        f"`{top}/{child.name}/`"
        for top in FLOORS
        for child in (ROOT / top).iterdir()
        if (child / "__init__.py").is_file()
    ]
    assert [room for room in rooms if room not in readme] == []
