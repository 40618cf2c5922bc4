"""Servers that are known by name or by their address, from a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from urllib.parse import SplitResult, parse_qsl, urlsplit

from pydantic import BaseModel, ConfigDict

from rowsmith.tools.errors import UsageError, did_you_mean

OPENAI = "openai"


class _Server(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str
    base_url: str
    needs_key: bool
    start: str
    get_model: str


class _Azure(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str
    hosts: tuple[str, ...]
    path: str
    key_header: str
    start: str
    get_model: str


class _Presets(BaseModel):
    model_config = ConfigDict(extra="forbid")
    servers: dict[str, _Server]
    azure: _Azure


@dataclass(frozen=True)
class Address:
    """Where a server is and what is known of it.

    Args:
        base_url: up to and without /chat/completions.
        title: the server's name for people.
        needs_key: whether it answers without a key.
        key_header: the header that carries the key beside Authorization, None where there is none.
        query: parameters of every call's address.
        start: how to get the server to answer.
        get_model: how to get a model there.
    """

    base_url: str
    title: str = "the server"
    needs_key: bool = False
    key_header: str | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    start: str = "Check the base URL (OPENAI_BASE_URL) and that the server runs."
    get_model: str = "Name another one with --model."

    def headers(self, api_key: str) -> dict[str, str]:
        """What goes along with every call for the sake of the key."""
        return {self.key_header: api_key} if self.key_header and api_key else {}


def address_of(said: str | None) -> Address:
    """The server that a base URL or a preset's name means; OpenAI's where nothing is said.

    Raises UsageError where it is neither.
    """
    presets = _presets()
    name = (said or OPENAI).strip()
    known = presets.servers.get(name.lower())
    if known is not None:
        return _of_server(known)
    if "://" not in name:
        raise UsageError(
            f"{name!r} is no address and no server that is known by name.",
            where="base_url",
            hint=did_you_mean(name.lower(), presets.servers),
        )
    return _of_url(name, presets)


def _of_url(url: str, presets: _Presets) -> Address:
    parts = _split(url)
    host = parts.hostname or "" if parts else ""
    if parts and host.endswith(presets.azure.hosts):
        return _of_azure(parts, presets.azure)
    same = [one for one in presets.servers.values() if one.base_url.rstrip("/") == url.rstrip("/")]
    return _of_server(same[0]) if same else Address(url)


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None


def _of_server(server: _Server) -> Address:
    return Address(
        server.base_url,
        title=server.title,
        needs_key=server.needs_key,
        start=server.start,
        get_model=server.get_model,
    )


def _of_azure(parts: SplitResult, azure: _Azure) -> Address:
    """A resource's bare address gets the path of the protocol; an api-version goes along with every call."""
    path = parts.path.rstrip("/") or azure.path
    return Address(
        f"{parts.scheme}://{parts.netloc}{path}",
        title=azure.title,
        needs_key=True,
        key_header=azure.key_header,
        query=dict(parse_qsl(parts.query)),
        start=azure.start,
        get_model=azure.get_model,
    )


@cache
def _presets() -> _Presets:
    text = files("rowsmith.tools.llm.data").joinpath("presets.json").read_text(encoding="utf-8")
    return _Presets.model_validate_json(text)
