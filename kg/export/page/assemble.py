"""Put the page together: one HTML file, its scripts and styles inside it and allowed by their hashes alone."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).parent / "template"
MODULES = tuple(
    "words text graph filter state find sparql files dom labels say draw picture arrange scene timeline facets"
    " takeaway cards disputes entity panel list article search keys query page".split()
)
"""In the order in which they are joined: what runs at once comes after what it needs."""
STYLES = ("page", "views", "query")
_VIS = "templates/lib/vis-9.1.2"
_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


def parts() -> dict[str, Any]:
    """Give what `page.html` is filled with besides the data: styles, scripts and the policy that admits them."""
    scripts = {"network": _vis("vis-network.min.js"), "page": page_script()}
    styles = {"network": _vis("vis-network.css"), "page": "".join(_read(f"{name}.css") for name in STYLES)}
    return {"scripts": scripts, "styles": styles, "policy": policy(scripts.values(), styles.values())}


def policy(scripts: Any, styles: Any) -> str:
    """Write the Content-Security-Policy (CSP 3): nothing is loaded, only the hashed blocks run.

    `connect-src` lets the query view ask the server that the page came from; a page from disk has no such server.
    """
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(map(_hash, scripts)),
        "style-src": " ".join(map(_hash, styles)),
        "img-src": "data: blob:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


@cache
def page_script() -> str:
    """Join the modules into one script: imports and exports fall away, names are unique across modules."""
    body = "\n".join(_EXPORT.sub("", _IMPORT.sub("", _read(f"{name}.js"))) for name in MODULES)
    return f'(() => {{\n"use strict";\n{body}}})();\n'


def style() -> dict[str, Any]:
    """Read shapes and colours of types and stances."""
    found: dict[str, Any] = json.loads(_read("style.json"))
    return found


def _read(name: str) -> str:
    return (TEMPLATE / name).read_text(encoding="utf-8")


@cache
def _vis(name: str) -> str:
    """Read a file of vis-network out of the installed pyvis package."""
    text = files("pyvis").joinpath(_VIS, name).read_text(encoding="utf-8")
    return _SOURCE_MAP.sub("", text)


def _hash(block: str) -> str:
    digest = hashlib.sha256(block.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
