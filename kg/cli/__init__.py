"""The command line: `app` reads and asks, `check` compares, `correct` puts right, `export` gives out, `serve` shows, `push` sends."""

from kg.cli import check, correct, export, push, serve, store
from kg.cli.app import EXIT_CODES, app, main

__all__ = ["EXIT_CODES", "app", "check", "correct", "export", "main", "push", "serve", "store"]
