from __future__ import annotations

import pytest

from rowsmith.tools.errors import UsageError
from rowsmith.tools.llm.endpoint import Endpoint

SECRET = "sk-very-secret/0123+456"


def test_nothing_secret_is_shown() -> None:
    endpoint = Endpoint(
        "https://me:hidden-password@host.example:8443/v1/?key=query-secret-1",
        SECRET,
        "m",
        headers={"api-key": "header-secret-1"},
        query={"sig": "parameter-secret"},
    )
    shown = repr(endpoint)
    assert endpoint.address == "https://host.example:8443/v1"
    for secret in (SECRET, "hidden-password", "query-secret-1", "header-secret-1", "parameter-secret"):
        assert secret not in shown
        assert secret not in endpoint.redact(f"so <{secret}> it was")
    assert "%2F0123" not in endpoint.redact("sk-very-secret%2F0123%2B456")


def test_placeholders_are_no_secrets() -> None:
    assert Endpoint("http://localhost/v1", "none", "m").redact("none of it") == "none of it"


@pytest.mark.parametrize(
    "base_url", ["", "localhost:11434", "ftp://host/v1", "http://", "http://[half", "http://h:x/"]
)
def test_an_address_that_is_none(base_url: str) -> None:
    with pytest.raises(UsageError) as caught:
        Endpoint(base_url, "", "m")
    assert caught.value.where == "base_url"


@pytest.mark.parametrize("key", ["sk one", "sk-\n", "schlüssel", "sk-\x07"])
def test_a_key_that_is_none_is_not_repeated(key: str) -> None:
    with pytest.raises(UsageError) as caught:
        Endpoint("http://localhost/v1", key, "m")
    assert caught.value.where == "api_key"
    assert key.strip() not in str(caught.value)


def test_no_model() -> None:
    with pytest.raises(UsageError, match="model"):
        Endpoint("http://localhost/v1", "", " ")


def test_no_time() -> None:
    with pytest.raises(UsageError, match="A timeout"):
        Endpoint("http://localhost/v1", "", "m", timeout=0)
