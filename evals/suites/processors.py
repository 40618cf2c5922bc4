"""The same plans in processes whose libraries may not use this processor's newer instructions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypedDict

import numpy as np

FORBIDDEN: dict[str, dict[str, str]] = {
    "no AVX-512": {"NPY_DISABLE_CPU_FEATURES": "X86_V4"},
    "no AVX-512, no AVX2": {"NPY_DISABLE_CPU_FEATURES": "X86_V4 X86_V3", "ARROW_USER_SIMD_LEVEL": "NONE"},
}
"""NumPy calls AVX-512 X86_V4 and AVX2 X86_V3; a processor without one makes no difference by forbidding it."""

Sums = dict[str, dict[str, str]]


class Told(TypedDict):
    """What one process was left with, and its checksums by plan and table."""

    levels: list[str]
    sums: Sums


def levels() -> list[str]:
    """The levels of vector instructions that NumPy may use here."""
    known = np.show_config("dicts")
    extensions = known.get("SIMD Extensions", {}) if known else {}
    return [*extensions.get("baseline", []), *extensions.get("found", [])]


def elsewhere(plans: Sequence[Path]) -> Iterator[tuple[str, Told]]:
    """Each restriction with what a process under it made. Raises CalledProcessError where one fails."""
    module = "rowsmith.evals.suites.determinism"
    command = [sys.executable, "-P", "-W", "ignore", "-m", module, "--sums", *map(str, plans)]
    for name, forbidden in FORBIDDEN.items():
        done = subprocess.run(command, env=os.environ | forbidden, check=True, capture_output=True, text=True)  # noqa: S603 - our own module
        told: Told = json.loads(done.stdout)
        yield name, told
