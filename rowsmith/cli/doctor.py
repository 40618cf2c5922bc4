"""rowsmith doctor: whether the language model can be used, and what to do where it can't."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rowsmith.cli import options

if TYPE_CHECKING:
    from rowsmith.settings import Settings
    from rowsmith.tools.llm.probe import Probe

MARKS = {True: "✓", False: "✗", None: "?"}
OFFLINE = "No model is set: the built-in rules read descriptions, without a network."
HINT = (
    "For a language model set OPENAI_API_KEY, or --base-url (ollama, vllm, llama.cpp, lm-studio, or an address)"
    " and --model."
)


def doctor(
    model: options.ModelName = None,
    base_url: options.BaseUrl = None,
    timeout: options.Timeout = None,
    prices: options.Prices = None,
    as_json: options.AsJson = False,
) -> int:
    """Check the language model: key, server, model, what it can do; a few hundred tokens are spent."""
    from rowsmith.cli.render import print_json
    from rowsmith.settings import load_settings

    flags = {"model": model, "base_url": base_url, "timeout": timeout, "prices": prices}
    settings = load_settings(flags)
    found = probes(settings)
    is_good = all(one.is_good is not False for one in found)
    if as_json:
        print_json({"status": "ready" if is_good else "not_ready", "checks": [vars(one) for one in found]})
    else:
        _print(found)
    return 0 if is_good else 4


def probes(settings: Settings) -> Sequence[Probe]:
    """What was found out, step by step. Raises UsageError for settings that can't be."""
    from rowsmith.agents.models.language.connecting import endpoint_of
    from rowsmith.models import DEFAULT_MODEL
    from rowsmith.tools.llm.presets import address_of
    from rowsmith.tools.llm.prices import price_of, read_prices
    from rowsmith.tools.llm.probe import Probe, probe

    if settings.offline:
        return [Probe("model", None, OFFLINE, HINT)]
    name = settings.model or DEFAULT_MODEL
    endpoint = endpoint_of(name, settings.base_url, settings.api_key, timeout=settings.timeout)
    own = read_prices(Path(settings.prices)) if settings.prices else None
    return list(probe(endpoint, address_of(settings.base_url), price_of(name, own)))


def _print(found: Sequence[Probe]) -> None:
    from rowsmith.cli.render import COLOURS, console

    out = console()
    for one in found:
        mark = MARKS[one.is_good]
        out.print(f"  {mark} ", style=COLOURS.get(mark), end="")
        out.print(f"{one.name}: {one.says}" + (f" {one.hint}" if one.hint else ""))
