"""Tasks answered by a language model behind any server of the chat completions protocol."""

from rowsmith.agents.models.language.connecting import language_model
from rowsmith.agents.models.language.model import LanguageModel

__all__ = ["LanguageModel", "language_model"]
