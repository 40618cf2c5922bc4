"""Pools of texts that a model wrote: which there are, and the file that keeps them beside a plan."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from rowsmith.tools.errors import SourceError
from rowsmith.tools.plan.data import Scalar
from rowsmith.tools.plan.samplers import Text

FILE = "texts.json"


class Stratum(BaseModel):
    """The texts for rows in which the pool's columns have these values."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    values: tuple[Scalar, ...] = ()
    texts: tuple[str, ...]


class Pool(BaseModel):
    """The texts of one sampler. `by` are the columns or paths that tell the strata apart, none for a single one.

    `asked` is how many texts were wanted; `note` says why there are fewer, and `is_open` that more may be asked
    for later.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    about: str
    by: tuple[str, ...] = ()
    asked: int
    strata: tuple[Stratum, ...]
    note: str | None = None
    is_open: bool = False

    @property
    def size(self) -> int:
        """How many texts there are."""
        return sum(len(stratum.texts) for stratum in self.strata)


class Pools(BaseModel):
    """Pools by the key of their sampler."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    pools: Mapping[str, Pool] = {}


def pool_key(said: Text, table: str, locale: str) -> str:
    """The content address of a sampler's texts: what it says, the table it stands in, the language."""
    content = json.dumps([said.model_dump(mode="json"), table, said.locale or locale], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:20]


def read_pools(folder: Path) -> Pools:
    """The pools of a folder, none where it has no such file. Raises SourceError."""
    file = folder / FILE
    if not file.is_file():
        return Pools()
    try:
        return Pools.model_validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        said = str(error).splitlines()[0]
        raise SourceError(f"The written texts can't be read ({said}).", where=str(file)) from error


def write_pools(folder: Path, pools: Pools) -> None:
    """Keeps the pools, whole or not at all."""
    part = folder / f"{FILE}.part"
    part.write_text(pools.model_dump_json(indent=1) + "\n", encoding="utf-8")
    part.replace(folder / FILE)
