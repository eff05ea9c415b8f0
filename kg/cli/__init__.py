"""The command line: `app` has the commands that read and ask, `correct` those that put right what was read."""

from kg.cli import correct
from kg.cli.app import EXIT_CODES, app, main

__all__ = ["EXIT_CODES", "app", "correct", "main"]
