"""Outcomes for people's eyes elsewhere: JUnit XML and JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from rowsmith.batch.model import Outcome
from rowsmith.tools.errors import TargetError


def as_data(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """All outcomes and the worst exit code."""
    return {"exit_code": worst(outcomes), "tasks": [asdict(one) for one in outcomes]}


def worst(outcomes: Sequence[Outcome]) -> int:
    return max((one.exit_code for one in outcomes), default=0)


def junit(outcomes: Sequence[Outcome], name: str) -> str:
    """A test suite with a case per task and one per expectation, as CI servers read it."""
    suite = ET.Element("testsuite", name=name)
    for one in outcomes:
        case = ET.SubElement(suite, "testcase", classname=name, name=one.id, time=f"{one.seconds:.3f}")
        _told(case, one)
        for met in one.expectations:
            inner = ET.SubElement(
                suite, "testcase", classname=f"{name}.{one.id}", name=met["says"] or met["sql"]
            )
            if not met["holds"]:
                ET.SubElement(inner, "failure", message=f"not so{met['error']}").text = met["sql"]
    cases = list(suite)
    suite.set("tests", str(len(cases)))
    for kind, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(kind, str(sum(case.find(tag) is not None for case in cases)))
    suites = ET.Element("testsuites")
    suites.append(suite)
    ET.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suites, encoding="unicode") + "\n"


def _told(case: ET.Element, one: Outcome) -> None:
    match one.status:
        case "failed":
            ET.SubElement(case, "failure", message="Requirements do not hold.")
        case "error":
            ET.SubElement(case, "error", message=one.message or "It failed.")
        case "skipped":
            ET.SubElement(case, "skipped", message=one.message or "")


def write_results(text: str, path: Path) -> None:
    """Writes a file whole. Raises TargetError."""
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise TargetError(f"The results can't be written ({error.strerror}).", where=str(path)) from error


def as_json(outcomes: Sequence[Outcome]) -> str:
    return json.dumps(as_data(outcomes), indent=1, ensure_ascii=False, default=str) + "\n"
