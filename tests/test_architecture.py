"""The house rules that a machine can hold: who may import whom, who owns a library, who prints, how long a file is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "kg").rglob("*.py"))

LAYERS = "errors model ids gazetteer ontology read extract resolve spacy_components graph store export knowledge_graph cluster serve push pipeline cli __main__".split()

OWNERS = {
    "spacy": {"extract", "spacy_components"},
    "onnxruntime": {"extract"},
    "tokenizers": {"extract"},
    "rdflib": {"graph"},
    "pyshacl": {"graph"},
    "pyoxigraph": {"gazetteer", "ontology", "graph", "store", "export", "cluster", "serve", "push"},
    "pyvis": {"export"},
    "networkx": {"export"},
    "trafilatura": {"read"},
    "lxml": {"read"},
    "pypdf": {"read"},
    "warcio": {"read"},
    "feedparser": {"read"},
    "py3langid": {"read"},
    "urllib3": {"read"},
    "certifi": {"read"},
    "pyarrow": {"export"},
    "typer": {"cli"},
    "rich": {"cli"},
    "yaml": {"ontology"},
    "jinja2": {"serve"},
    "httpx": {"push"},
    "ray": {"cluster"},
    "fsspec": {"cluster"},
}

SLOW = {"rdflib", "pyshacl", "pyvis", "networkx", "trafilatura", "spacy", "jinja2", "httpx", "pypdf", "warcio"}
SLOW |= {"onnxruntime", "tokenizers", "lxml", "feedparser", "py3langid", "urllib3", "pyarrow", "ray", "fsspec"}

NO_NETWORK = {"socket", "urllib.request", "http.client", "http.server", "requests", "httpx", "aiohttp"}

NETWORK = {
    "read": {"socket"},
    "serve": {"socket", "http.client", "http.server"},
    "push": {"httpx"},
    "cluster": {"socket"},
}
"""The rooms whose work is the network, each with what it may use: to fetch an address that was given, to listen on this machine, to send
where told, to see whether a cluster answers."""


def room(path: Path) -> str:
    """Give the room of a file: "graph" for kg/graph/write.py."""
    return path.relative_to(ROOT / "kg").parts[0].removesuffix(".py")


def package(path: Path) -> list[str]:
    return list(path.relative_to(ROOT).with_suffix("").parts[:-1])


def imports(path: Path) -> Iterator[tuple[str, ast.stmt]]:
    """Give every module that a file imports by its full name, relative ones too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node
        elif isinstance(node, ast.ImportFrom):
            base = package(path)[: len(package(path)) - node.level + 1] if node.level else []
            stem = ".".join(filter(None, [*base, node.module]))
            yield stem, node
            yield from ((f"{stem}.{alias.name}", node) for alias in node.names)


def for_types_only(path: Path) -> set[ast.stmt]:
    """Give the statements under `if TYPE_CHECKING:`; they import nothing at run time."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    blocks = (n for n in ast.walk(tree) if isinstance(n, ast.If) and ast.unparse(n.test) == "TYPE_CHECKING")
    return {statement for block in blocks for statement in ast.walk(block) if isinstance(statement, ast.stmt)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    if path == ROOT / "kg" / "__init__.py":
        return  # the public face may name every room
    assert room(path) in LAYERS, f"{room(path)} has no place in the order of rooms"
    for name, node in imports(path):
        parts = name.split(".")
        if parts[0] == "kg" and len(parts) > 1 and parts[1] != "__version__":
            assert parts[1] in LAYERS, f"line {node.lineno}: kg.{parts[1]} has no place in the order of rooms"
            ours, theirs = LAYERS.index(room(path)), LAYERS.index(parts[1])
            assert theirs <= ours, f"line {node.lineno}: {room(path)} may not import {parts[1]}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_library_has_its_owners(path: Path) -> None:
    typing_only = {node.lineno for node in for_types_only(path)}
    for name, node in imports(path):
        library = name.split(".")[0]
        if library in OWNERS and node.lineno not in typing_only:
            assert room(path) in OWNERS[library], f"line {node.lineno}: {room(path)} may not import {library}"
        allowed = NETWORK.get(room(path), set())
        assert name not in NO_NETWORK - allowed, f"line {node.lineno}: nothing here goes to the network"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_slow_libraries_are_imported_inside_functions(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {node.lineno for node in for_types_only(path)}
    top = {node.lineno for node in tree.body}
    for name, node in imports(path):
        if node.lineno in top and node.lineno not in typing_only:
            assert name.split(".")[0] not in SLOW, f"line {node.lineno}: import {name} inside the function that uses it"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_command_line_prints_and_nobody_swallows_errors(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        place = f"line {getattr(node, 'lineno', 0)}"
        if room(path) != "cli":
            assert not (isinstance(node, ast.Name) and node.id == "print"), f"{place}: print"
            assert not (isinstance(node, ast.Attribute) and ast.unparse(node) in ("sys.stdout", "sys.stderr")), place
        assert not isinstance(node, ast.Assert), f"{place}: assert in library code"
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else ""
            assert caught not in ("", "Exception"), f"{place}: except without a name for the error"
            if caught == "BaseException":
                assert isinstance(node.body[-1], ast.Raise), f"{place}: BaseException must be raised again"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_are_short_and_public_names_explained(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") < 400, "split this file"
    tree = ast.parse(text)
    assert ast.get_docstring(tree) is not None or not text.strip(), "a module begins with its sentence"


def test_every_folder_of_code_is_a_package() -> None:
    folders = {path.parent for path in FILES}
    assert not [folder for folder in folders if not (folder / "__init__.py").is_file()]


def test_the_rule_catches_relative_imports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.test_architecture.ROOT", tmp_path)
    path = tmp_path / "kg" / "graph" / "odd.py"
    path.parent.mkdir(parents=True)
    path.write_text("from ..cli import app\nfrom . import write\nfrom .. import pipeline\n", encoding="utf-8")
    found = {name for name, _ in imports(path)}
    assert {"kg.cli", "kg.cli.app", "kg.graph.write", "kg.pipeline"} <= found
