"""Write docs/commands.md from the command line itself: python docs/make_commands.py."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from kg.cli import EXIT_CODES, app

PAGE = Path(__file__).with_name("commands.md")
HEAD = "# The commands\n\nThis file is generated: `python docs/make_commands.py`. `kg COMMAND --help` says the same.\n"


def page() -> str:
    """Give the whole file: a section a command, a row an argument or option."""
    group: Any = typer.main.get_command(app)
    parts = [HEAD, *(_section(name, command) for name, command in group.commands.items())]
    return "\n".join([*parts, "## Everywhere\n", *_rows(group), "", *EXIT_CODES.strip().splitlines(), ""])


def _section(name: str, command: Any) -> str:
    said = "\n\n".join(" ".join(part.split()) for part in command.help.split("\n\n"))
    return "\n".join([f"## kg {name}\n", said, "", *_rows(command), ""])


def _rows(command: Any) -> Iterator[str]:
    yield "| argument or option | means | default |"
    yield "|---|---|---|"
    for parameter in command.params:
        flags = [*parameter.opts, *parameter.secondary_opts]
        if parameter.param_type_name == "argument":
            flags = [(parameter.metavar or parameter.name.upper()).strip("[]")]
        default = parameter.default if isinstance(parameter.default, str | int | Path) else ""
        shown = "" if isinstance(default, bool) or default == "" else f"`{default}`"
        yield f"| {', '.join(f'`{flag}`' for flag in flags)} | {parameter.help or ''} | {shown} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
