"""Read an export back and compare it with the store that it was written from."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
from stepping import Run, asked, same

RDF = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
}


def read_back(run: Run, form: str, target: Path) -> str:
    """Compare an export with the store."""
    if form in RDF:
        counts = Counter(str(getattr(q.graph_name, "value", "")) for q in ox.parse(path=str(target), format=RDF[form]))
        if form in ("trig", "nq"):
            same("triples by graph", dict(sorted(counts.items())), run.graphs)
            return f"{sum(counts.values()):,} quads"
        same("triples", [f"{counts['']}"], [asked(run, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0][0]])
        return f"{counts['']:,} triples"
    if form in ("ttl12", "nif"):
        return f"{sum(1 for _ in ox.parse(path=str(target), format=ox.RdfFormat.TURTLE)):,} triples"
    ends = "" if form in ("csv", "parquet", "html") else "; rdf:subject ?subject ; rdf:object ?object"
    statements = int(asked(run, f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a kg:Statement {ends} }}")[0][0])
    if form == "html":
        same("the page", target.read_bytes().rstrip().endswith(b"</html>"), True)
        return "whole"
    same("statements", rows_in(form, target), statements)
    return f"{statements:,} statements{' with both ends' if ends else ''}"


def rows_in(form: str, target: Path) -> int:
    """Count the statements in a table or a network."""
    if form == "parquet":
        import pyarrow.parquet

        return int(pyarrow.parquet.read_metadata(target).num_rows)
    if form in ("graphml", "gexf"):
        import networkx

        reader = networkx.read_graphml if form == "graphml" else networkx.read_gexf
        return int(reader(target).number_of_edges())
    if form in ("neo4j", "gephi"):
        [edges] = [path for path in target.iterdir() if path.stem in ("edges", "relationships", "statements")]
        target = edges
    with target.open(encoding="utf-8-sig", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1
