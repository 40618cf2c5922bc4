"""Datasets for tests: `rowsmith_dataset("plan.yaml", scale=0.1)`, made once and kept by content.

In a test: `def test_shop(rowsmith_dataset): shop = rowsmith_dataset("plan.yaml", scale=0.1)`.
As a fixture of its own, in conftest.py: `shop = dataset_fixture("plan.yaml", scale=0.1)`.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from rowsmith.dataset import Dataset


class DatasetMaker(Protocol):
    """Makes a dataset, or opens the one that was made from the same plan before."""

    def __call__(
        self, plan: Path | str, *, scale: float = 1.0, seed: int | None = None, as_of: str | None = None
    ) -> Dataset:
        """The dataset of a plan file, its path counted from the folder of the test's configuration.

        Raises:
            PlanError: a plan that can't be.
            UsageError: a file that can't be read.
        """
        ...


@pytest.fixture(scope="session")
def rowsmith_dataset(request: pytest.FixtureRequest) -> DatasetMaker:
    """Makes datasets from plan files; what was made once is opened the next time, until the plan changes."""
    root = request.config.rootpath
    kept = _kept(request.config)

    def make(
        plan: Path | str, *, scale: float = 1.0, seed: int | None = None, as_of: str | None = None
    ) -> Dataset:
        return dataset_of(root / plan, kept, scale=scale, seed=seed, as_of=as_of)

    return make


def dataset_fixture(
    plan: Path | str, *, scale: float = 1.0, seed: int | None = None, as_of: str | None = None
) -> Callable[..., Dataset]:
    """A session fixture that gives the dataset of one plan file."""

    @pytest.fixture(scope="session")
    def dataset(rowsmith_dataset: DatasetMaker) -> Dataset:
        return rowsmith_dataset(plan, scale=scale, seed=seed, as_of=as_of)

    return dataset


def dataset_of(plan: Path, kept: Path, *, scale: float, seed: int | None, as_of: str | None) -> Dataset:
    """The dataset under `kept` that has this content; it is made where it is not there yet."""
    from rowsmith import __version__, api
    from rowsmith.dataset import Dataset
    from rowsmith.folder import open_folder
    from rowsmith.tools.plan.yaml import load_plan

    loaded = load_plan(plan)
    said = json.dumps([__version__, loaded.model_dump(mode="json"), scale, seed, as_of], sort_keys=True)
    place = kept / hashlib.sha256(said.encode()).hexdigest()[:20]
    if not place.is_dir():
        part = kept / f"{place.name}-{os.getpid()}"
        try:
            api.generate(plan=loaded, out=part, scale=scale, seed=seed, as_of=as_of, force=True)
            part.rename(place)
        except OSError:  # another worker was faster, with the same bytes
            if not place.is_dir():
                raise
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return Dataset(open_folder(place))


def _kept(config: pytest.Config) -> Path:
    """Where datasets stay from run to run; pytest --cache-clear empties it."""
    folder = config.cache.mkdir("rowsmith") if config.cache is not None else Path(".rowsmith-cache")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
