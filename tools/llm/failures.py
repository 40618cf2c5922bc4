"""The border where failures of the wire become errors of Rowsmith, in one place.

Exceptions are known by their class names along the MRO, so that this costs no import of `openai`.
"""

from __future__ import annotations

from rowsmith.tools.errors import (
    ContextExceeded,
    InvalidAnswer,
    ModelError,
    ModelTimeout,
    ModelUnreachable,
    RateLimited,
    Refused,
    Unauthenticated,
)
from rowsmith.tools.llm.endpoint import Endpoint
from rowsmith.tools.llm.messages import JsonObject
from rowsmith.tools.llm.wire import Reply

LONGEST_QUOTE = 300

TWINS: dict[str, type[ModelError]] = {
    "OpenAIError": ModelError,
    "APIError": ModelUnreachable,
    "APIConnectionError": ModelUnreachable,
    "APITimeoutError": ModelTimeout,
    "APIResponseValidationError": InvalidAnswer,
    "LengthFinishReasonError": InvalidAnswer,
    "ContentFilterFinishReasonError": Refused,
    "SubjectTokenProviderError": Unauthenticated,
    "InvalidWebhookSignatureError": ModelError,
    "WebSocketConnectionClosedError": ModelUnreachable,
    "WebSocketQueueFullError": ModelUnreachable,
    "APIStatusError": ModelError,
    "BadRequestError": ModelError,
    "AuthenticationError": Unauthenticated,
    "OAuthError": Unauthenticated,
    "PermissionDeniedError": Unauthenticated,
    "NotFoundError": ModelError,
    "ConflictError": ModelUnreachable,
    "UnprocessableEntityError": ModelError,
    "RateLimitError": RateLimited,
    "InternalServerError": ModelUnreachable,
}
"""What each exception of `openai` is here."""

STATUSES: dict[int, type[ModelError]] = {
    401: Unauthenticated,
    403: Unauthenticated,
    407: Unauthenticated,
    408: ModelTimeout,
    409: ModelUnreachable,
    413: ContextExceeded,
    425: ModelUnreachable,
    429: RateLimited,
}
"""What each HTTP status is here: 500 and above ModelUnreachable, any other ModelError."""

HINTS: dict[type[ModelError], str] = {
    Unauthenticated: "Check the API key (OPENAI_API_KEY) and what it may use.",
    ContextExceeded: "Shorten the description, or use a model with a longer context.",
    ModelTimeout: "Try again, or allow more time.",
    ModelUnreachable: "Check the base URL (OPENAI_BASE_URL) and that the server runs.",
}

CONTEXT_SIGNS = (
    "context_length_exceeded",
    "context length",
    "context window",
    "maximum context",
    "too many tokens",
)
QUOTA_SIGNS = ("insufficient_quota", "billing_hard_limit", "credit balance", "exceeded your current quota")


def failure(error: Exception, endpoint: Endpoint) -> ModelError:
    """The error of Rowsmith for an exception of `openai`; a status counts for more than the class."""
    status = getattr(error, "status_code", None)
    body = getattr(error, "body", None)
    if isinstance(status, int) and status >= 400:
        return status_failure(Reply(status, error_body(body, str(error))), endpoint)
    twin = _twin(error)
    return _made(twin, f"The model can't be used: {error}", endpoint)


def status_failure(reply: Reply, endpoint: Endpoint) -> ModelError:
    """The error of Rowsmith for a reply whose status is no success."""
    said = message_of(reply.body)
    twin = STATUSES.get(reply.status, ModelUnreachable if reply.status >= 500 else ModelError)
    hint = None
    if reply.status in {400, 422} and _holds(reply, CONTEXT_SIGNS):
        twin = ContextExceeded
    if reply.status == 429 and _holds(reply, QUOTA_SIGNS):
        twin, hint = ModelError, "The account has nothing left to spend; no waiting will help."
    if reply.status == 404:
        hint = f"Check the model's name ({endpoint.model}) and the base URL."
    message = (
        f"The server answered {reply.status}: {said}" if said else f"The server answered {reply.status}."
    )
    return _made(twin, message, endpoint, reply.retry_after, hint)


def error_body(body: object, message: str) -> JsonObject:
    """The error's fields as a JSON object, whatever shape the server gave them."""
    if isinstance(body, dict):
        return {"error": body.get("error", body)}
    return {"error": {"message": body if isinstance(body, str) and body else message}}


def message_of(body: JsonObject) -> str:
    """The words of an error's body, "" where it has none."""
    error = body.get("error", body)
    if isinstance(error, dict):
        error = error.get("message") or error.get("detail") or error.get("code") or ""
    return str(error)


def _holds(reply: Reply, signs: tuple[str, ...]) -> bool:
    text = str(reply.body).lower()
    return any(sign in text for sign in signs)


def _twin(error: Exception) -> type[ModelError]:
    names = [base.__name__ for base in type(error).__mro__]
    return next((TWINS[name] for name in names if name in TWINS), ModelError)


def _made(
    twin: type[ModelError],
    message: str,
    endpoint: Endpoint,
    retry_after: float | None = None,
    hint: str | None = None,
) -> ModelError:
    text = endpoint.redact(" ".join(message.split()))
    if len(text) > LONGEST_QUOTE:
        text = f"{text[:LONGEST_QUOTE]}…"
    if twin is RateLimited:
        return RateLimited(text, retry_after=retry_after, where=endpoint.address)
    made = twin(text, where=endpoint.address, hint=hint or HINTS.get(twin))
    made.retry_after = retry_after
    return made
