"""The command line: `app` reads and asks, `correct` puts right what was read, `export` gives it out, `serve` shows it, `push` sends it."""

from kg.cli import correct, export, push, serve, store
from kg.cli.app import EXIT_CODES, app, main

__all__ = ["EXIT_CODES", "app", "correct", "export", "main", "push", "serve", "store"]
