"""The public face: what `kg` exports, and that it stays light."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import kg

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", kg.__all__)
def test_each_public_name_exists_and_is_explained(name: str) -> None:
    thing = getattr(kg, name)
    assert (thing.__doc__ or "").strip()
    assert name in dir(kg)


def test_all_is_sorted_and_unknown_names_are_refused() -> None:
    assert kg.__all__ == sorted(kg.__all__, key=lambda name: (name.islower(), name))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        kg.nothing  # noqa: B018


@pytest.mark.parametrize("module", ["kg", "kg.cli", "kg.pipeline", "kg.knowledge_graph"])
def test_importing_is_light(module: str) -> None:
    heavy = "spacy rdflib pyshacl pyvis networkx trafilatura numpy".split()
    code = f"import sys, {module}; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_the_lock_names_every_dependency_with_hashes_and_no_place() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not [line for line in lock.splitlines() if line.startswith("-") or "://" in line or "@ " in line]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = [name for group in project["project"]["optional-dependencies"].values() for name in group]
    wanted = project["project"]["dependencies"] + extras + project["build-system"]["requires"]
    pinned = {line.partition("==")[0] for line in lock.splitlines() if "==" in line and not line.startswith(" ")}
    assert not {name.split(">")[0].lower() for name in wanted} - pinned
    for block in lock.split("\n\n"):
        entries = [line for line in block.splitlines() if "==" in line]
        assert len(entries) <= block.count("--hash=sha256:")
