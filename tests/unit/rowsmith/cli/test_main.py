"""The console script."""

from __future__ import annotations

import io
import sys

import pytest

from rowsmith.cli import main


@pytest.mark.parametrize(("arguments", "code"), [(["--version"], 0), (["nonsense"], 2)])
def test_it_leaves_with_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int
) -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "argv", ["rowsmith", *arguments])
    monkeypatch.setattr(sys, "stdout", out)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == code
    out.write("✓")
    out.flush()
    assert out.buffer.getvalue().endswith(b"?")
