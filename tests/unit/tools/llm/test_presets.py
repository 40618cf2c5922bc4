from __future__ import annotations

import pytest

from rowsmith.agents.models.language.connecting import endpoint_of
from rowsmith.tools.errors import UsageError
from rowsmith.tools.llm.presets import address_of


@pytest.mark.parametrize(
    ("said", "url"),
    [
        (None, "https://api.openai.com/v1"),
        ("ollama", "http://localhost:11434/v1"),
        ("vLLM", "http://localhost:8000/v1"),
        ("llama.cpp", "http://localhost:8080/v1"),
        (" lm-studio ", "http://localhost:1234/v1"),
        ("http://gpu:9000/v1", "http://gpu:9000/v1"),
    ],
)
def test_a_server_by_its_name_or_its_address(said: str | None, url: str) -> None:
    assert address_of(said).base_url == url


def test_a_known_address_is_known_again() -> None:
    assert address_of("http://localhost:11434/v1/").title == "Ollama"
    assert address_of("https://api.openai.com/v1").needs_key
    assert not address_of("http://localhost:9/v1").needs_key


def test_azure_gets_its_path_its_header_and_its_version() -> None:
    made = endpoint_of("gpt", "https://mine.openai.azure.com?api-version=preview", "0123456789abcdef")
    assert made.base_url == "https://mine.openai.azure.com/openai/v1"
    assert made.headers == {"api-key": "0123456789abcdef"}
    assert made.query == {"api-version": "preview"}
    own = endpoint_of("gpt", "https://mine.openai.azure.com/openai/deployments/a", "")
    assert own.base_url.endswith("/openai/deployments/a")
    assert own.headers == {}


def test_neither_address_nor_name() -> None:
    with pytest.raises(UsageError, match="Did you mean ollama"):
        address_of("olama")
    with pytest.raises(UsageError, match="There is openai, ollama"):
        address_of("nowhere")


def test_a_broken_address_is_left_to_the_endpoint() -> None:
    with pytest.raises(UsageError, match="not an address"):
        endpoint_of("gpt", "http://[broken", "")
