"""YAML as a plan needs it: read with positions, written to be read, edited without touching the rest."""
