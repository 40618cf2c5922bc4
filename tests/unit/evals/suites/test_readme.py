"""The examples of a README as they stand."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from rowsmith.evals.suites.readme import examples, main, run

TEXT = """
```sh
first install
```
```sh
second install
```
```python
print("python")
```
```sh
# a comment
test -e made || touch made
false   # exit 1
```
```yaml
no: example
```
"""


def test_installs_are_left_out_and_the_order_is_kept() -> None:
    assert [(language, code.splitlines()[0]) for language, code in examples(TEXT)] == [
        ("python", 'print("python")'),
        ("sh", "# a comment"),
    ]


def test_examples_that_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "README.md").write_text(TEXT)
    monkeypatch.setattr(sys, "argv", ["readme", str(tmp_path / "README.md")])
    assert main() == 0
    assert capsys.readouterr().out == "2 examples, 0 failed\n"
    (tmp_path / "README.md").write_text(TEXT.replace("# exit 1", ""))
    assert main() == 1
    assert "exit 1, expected 0" in capsys.readouterr().out


def test_a_script_that_fails_is_told_with_its_error(tmp_path: Path) -> None:
    (failed,) = run("python", "print(1 / 0)", tmp_path)
    assert "ZeroDivisionError" in failed
    assert run("python", "print(1)", tmp_path) == []
