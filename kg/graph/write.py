"""Turn a resolution into triples and Turtle: the one file that knows the RDF form of the contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kg.errors import GraphInvalid
from kg.graph import lines as ln
from kg.graph import namespaces as ns
from kg.graph.names import Names
from kg.graph.nodes import claim_lines, correction_lines, dispute_lines, document_lines, shared_lines
from kg.graph.publish import without_texts
from kg.model import Claim, Correction, Dispute, Resolution, ResolvedDocument, Run
from kg.ontology import Ontology

Row: TypeAlias = tuple[NamedNode, NamedNode, ns.Term]


def triples(resolution: Resolution, run: Run, ontology: Ontology, *, texts: bool = True) -> list[Triple]:
    """Give the whole graph, sorted and without repetition.

    `texts=False` leaves out the documents' texts and quotes, as `kg.graph.publish.without_texts` says.
    Raises `GraphInvalid` for a relation that the ontology lacks, a bad base IRI or a bad `same_as`.
    """
    found = list(ln.triples(lines(resolution, run, ontology)))
    return found if texts else without_texts(found)


def lines(resolution: Resolution, run: Run, ontology: Ontology) -> list[str]:
    """Give the whole graph as lines (`kg.graph.lines`), sorted and without repetition; raises as `triples` does."""
    check_relations(resolution.documents, ontology)
    return sorted(set(_lines(resolution, run, Names.of(run))))


def parts(resolution: Resolution, run: Run, ontology: Ontology) -> list[tuple[str, list[str]]]:
    """Give the named graphs as (IRI, lines), each sorted and without repetition; raises as `triples` does."""
    check_relations(resolution.documents, ontology)
    names = Names.of(run)
    found = {names.document(one.document.key).value: document_lines(one, names) for one in resolution.documents}
    for name, made in _shared(resolution, run, names).items():
        found[f"{run.base}graph/{name}"] = made
    return [(iri, sorted(set(found[iri]))) for iri in sorted(found, key=ln.named)]


def in_order(triples: Iterable[Triple]) -> list[Triple]:
    """Sort triples by subject, predicate and object; the order of every file that is written."""
    return sorted(triples, key=ln.line)


def turtle(triples: Iterable[Triple]) -> bytes:
    """Write triples as Turtle 1.1 in UTF-8; the same triples in the same order give the same bytes."""
    listed = list(triples)
    return _with_header(serialize(listed, format=RdfFormat.TURTLE, prefixes=prefixes(base_of(listed))) or b"")


def turtle_of(lines: Sequence[str]) -> Iterator[bytes]:
    """Write the triples of sorted lines (`kg.graph.lines`) as Turtle 1.1 in UTF-8, piece by piece; bytes as `turtle`'s."""
    known, between = prefixes(ln.base_of(lines)), b""
    for piece in ln.pieces(lines):
        found = parse(ln.ntriples(piece).encode(), format=RdfFormat.N_TRIPLES, lenient=True)
        header, body = _parted(serialize(found, format=RdfFormat.TURTLE, prefixes=known) or b"")
        yield between + body if between else b"\n".join([*header, b"", body])
        between = b"\n\n"
    yield b"\n"


def trig(quads: Iterable[Quad], base: str) -> bytes:
    """Write quads, sorted by graph, as TriG 1.1 in UTF-8; `base` is the base IRI or ""."""
    written = serialize(quads, format=RdfFormat.TRIG, prefixes=prefixes(base)) or b""
    return _with_header(written).replace(b"\n\n}", b"\n}\n")


def _with_header(written: bytes) -> bytes:
    """Sort the prefixes and set nodes apart."""
    header, body = _parted(written)
    return b"\n".join([*header, b"", body, b""])


def _parted(written: bytes) -> tuple[list[bytes], bytes]:
    """Give the prefixes, sorted, and the nodes, set apart."""
    *header, body = written.split(b"\n", written.count(b"\n@prefix ") + 1)
    # line ends inside literals are escaped, so " .\n" always ends a node
    return sorted(header), body.replace(b" .\n", b" .\n\n").rstrip(b"\n")


def base_of(triples: Iterable[Triple]) -> str:
    """Give the base IRI of a graph, told by its run; "" where there is none."""
    run = next((str(t.subject) for t in triples if t.predicate == ns.CONTRACT_VERSION), "")
    return run.removeprefix("<").rpartition("run/")[0]


def prefixes(base: str) -> dict[str, str]:
    """Give the contract's prefixes, and those of the instances under a base IRI where there is one."""
    return ns.PREFIXES | ({prefix: base + folder for prefix, folder in ns.INSTANCES.items()} if base else {})


def check_relations(documents: Iterable[ResolvedDocument], ontology: Ontology) -> None:
    """Refuse relations that the ontology lacks; raises `GraphInvalid`."""
    used = {statement.relation for resolved in documents for statement in resolved.statements}
    missing = sorted(used - set(ontology.relations))
    if missing:
        raise GraphInvalid(f"the ontology has no relation {', '.join(missing)}; declare it in kg.ttl")


def _lines(resolution: Resolution, run: Run, names: Names) -> Iterator[str]:
    for resolved in resolution.documents:
        yield from document_lines(resolved, names)
    for made in _shared(resolution, run, names).values():
        yield from made


def _shared(resolution: Resolution, run: Run, names: Names) -> dict[str, Iterator[str]]:
    """Give what stands in the graphs that belong to no document."""
    return {
        "entities": shared_lines(run, resolution.entities, resolution.corrections, names),
        "claims": (line for claim in resolution.claims for line in claim_lines(claim, names)),
        "disputes": (line for dispute in resolution.disputes for line in dispute_lines(dispute, names)),
    }


def claim_rows(claim: Claim, names: Names) -> Iterator[Row]:
    """Give the same as `claim_lines`, as terms."""
    return _rows(claim_lines(claim, names))


def dispute_rows(dispute: Dispute, names: Names) -> Iterator[Row]:
    """Give the same as `dispute_lines`, as terms."""
    return _rows(dispute_lines(dispute, names))


def correction_rows(correction: Correction, names: Names) -> Iterator[Row]:
    """Give the same as `correction_lines`, as terms."""
    return _rows(correction_lines(correction, names))


def _rows(lines: Iterable[str]) -> Iterator[Row]:
    for triple in ln.triples(list(lines)):
        yield triple.subject, triple.predicate, triple.object  # type: ignore[misc]
