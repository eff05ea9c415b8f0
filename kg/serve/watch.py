"""Run a program as long as somebody holds the other end of standard input: `watch.py FOLDER COMMAND…`.

The server's child must not outlive the server, not even one that is killed: then standard input ends, the program is
stopped and FOLDER ("" for none) removed. The line "stop" ends the program alone. Needs nothing but Python.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence

PATIENCE = 5.0
"""Seconds between asking the program to end and ending it."""


def main(arguments: Sequence[str]) -> int:
    """Run the program and give its exit code."""
    folder, *command = arguments
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    stopping = threading.Event()
    watching = threading.Thread(target=_until_the_end, args=(child, folder, stopping), daemon=True)
    watching.start()
    code = child.wait()
    if stopping.is_set():
        watching.join()
    return code


def _until_the_end(child: subprocess.Popen[bytes], folder: str, stopping: threading.Event) -> None:
    asked = os.read(0, 4) == b"stop"
    stopping.set()
    child.terminate()
    try:
        child.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    if folder and not asked:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
