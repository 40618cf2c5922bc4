"""One thin client for any server that speaks the chat completions protocol."""
