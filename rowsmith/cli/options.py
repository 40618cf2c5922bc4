"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rowsmith.agents.requirements import Contract
    from rowsmith.settings import Settings

Out = Annotated[Path, typer.Option("--out", "-o", help="The folder to make.", show_default=False)]
Seed = Annotated[int | None, typer.Option(help="Another seed gives other rows of the same kind.")]
Scale = Annotated[float | None, typer.Option(help="Multiplies the rows.", min=0.0001, show_default="1")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="The data's today, as 2025-01-31.")]
Locale = Annotated[str | None, typer.Option(help="Names and addresses, as de_DE.")]
ModelName = Annotated[str | None, typer.Option("--model", help="offline, or the name of a language model.")]
MaxCost = Annotated[
    float | None, typer.Option("--max-cost", help="Stop before the model costs more, in dollars.")
]
MaxTokens = Annotated[
    int | None, typer.Option("--max-tokens", help="Stop before the model uses more tokens.")
]
MaxTime = Annotated[
    float | None,
    typer.Option("--max-time", help="Stop before the model takes longer, in seconds.", min=0.001),
]
BaseUrl = Annotated[
    str | None,
    typer.Option(
        "--base-url",
        help="The model's server: its address, or ollama, vllm, llama.cpp, lm-studio.",
        show_default=False,
    ),
]
Timeout = Annotated[
    float | None,
    typer.Option("--timeout", help="Seconds that a call may stay silent.", min=0.001, show_default="120"),
]
Record = Annotated[
    str | None,
    typer.Option(
        "--record", metavar="DIR", help="Write every exchange with the model here, without secrets."
    ),
]
Replay = Annotated[
    str | None, typer.Option("--replay", metavar="DIR", help="Take the model's answers from a recording.")
]
Fresh = Annotated[bool, typer.Option("--fresh", help="Ask the model even what it answered before.")]
Review = Annotated[
    bool, typer.Option("--review", help="Have the model read a sample of the rows once all checks hold.")
]
Prices = Annotated[
    str | None, typer.Option("--prices", metavar="FILE", help="What models cost, before the built-in prices.")
]
Rounds = Annotated[int | None, typer.Option(help="How many repairs are tried.", min=0, max=20)]
Threads = Annotated[int | None, typer.Option(help="How many cores make rows.", min=1)]
Force = Annotated[bool, typer.Option("--force", help="Replace an existing folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on standard output, nothing else.")]
Strict = Annotated[
    bool, typer.Option("--strict", help="Words that were not understood count as broken: exit code 3.")
]


def settings_of(**flags: object) -> Settings:
    """The settings in force under these flags; a switch that is not set says nothing."""
    from rowsmith.settings import load_settings

    return load_settings({name: None if value is False else value for name, value in flags.items()})


def ending(contract: Contract, *, strict: bool = False) -> int:
    """The exit code: 3 where something does not hold or, with `strict`, was not understood."""
    unread = any(one.status == "not_understood" for one in contract.requirements)
    return 3 if contract.status == "failed" or (strict and unread) else 0
