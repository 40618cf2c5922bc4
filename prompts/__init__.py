"""What the agents say to models: prompt files with typed inputs."""

from rowsmith.prompts.catalog import Prompt, Words
from rowsmith.prompts.rendering import render

__all__ = ["Prompt", "Words", "render"]
