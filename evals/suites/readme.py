"""The examples of a README, run as they stand.

python -m rowsmith.evals.suites.readme README.md

Every fenced `sh` block after the first two (which install) runs in order in one fresh folder, every
`python` block as one script there. A command that fails, or ends with another code than a comment
`# exit N` beside it says, fails the suite.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXIT = re.compile(r"#\s*exit (\d+)")
INSTALLS = 2


def examples(text: str) -> list[tuple[str, str]]:
    """(language, code) of each example in order, the two installing blocks left out."""
    found = [(match[1], match[2]) for match in BLOCK.finditer(text)]
    shells = 0
    kept: list[tuple[str, str]] = []
    for language, code in found:
        shells += language == "sh"
        if language == "python" or shells > INSTALLS:
            kept.append((language, code))
    return kept


def run(language: str, code: str, folder: Path) -> list[str]:
    """What failed, in words."""
    if language == "python":
        command = [sys.executable, "-P", "-c", code]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
        return [] if done.returncode == 0 else [f"{code}\n{done.stderr}"]
    failed: list[str] = []
    for line in filter(None, map(str.strip, code.replace("\\\n", " ").splitlines())):
        if line.startswith("#"):
            continue
        expected = int(match[1]) if (match := EXIT.search(line)) else 0
        done = subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603, S607
        if done.returncode != expected:
            failed.append(f"{line}\nexit {done.returncode}, expected {expected}\n{done.stdout}{done.stderr}")
    return failed


def main() -> int:
    text = Path(sys.argv[1]).read_text(encoding="utf-8")
    kept = examples(text)
    with tempfile.TemporaryDirectory() as folder:
        failed = [line for language, code in kept for line in run(language, code, Path(folder))]
    sys.stdout.write("\n".join([*failed, f"{len(kept)} examples, {len(failed)} failed"]) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
