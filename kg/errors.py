"""The error family; every message says what happened, where, and what to do.

KGError
├── InputError      a document, file or folder that cannot be read
├── OntologyError   faults in the ontology folder, all of them at once
├── CorrectionError faults in the corrections, all of them at once
├── ModelMissing    a model is not installed
├── GraphInvalid    a graph that breaks the contract
├── QueryError      a SPARQL query that cannot be parsed or run
├── StoreError      a store that cannot be opened, read or written
│   └── StoreBusy   another process writes to it
└── PushError       a triple store elsewhere that does not take a graph
    └── PushBroken  it stopped answering; pushing again goes on where it stood
"""


class KGError(Exception):
    """Base of every error that newskg raises on purpose."""


class InputError(KGError):
    """A source cannot be read: `source` names it, `reason` is a short countable word."""

    def __init__(self, source: str, reason: str, hint: str = "") -> None:
        super().__init__(f"{source}: {reason}" + (f" ({hint})" if hint else ""))
        self.source, self.reason, self.hint = source, reason, hint

    def __reduce__(self) -> tuple[type["InputError"], tuple[str, str, str]]:
        return type(self), (self.source, self.reason, self.hint)


class OntologyError(KGError):
    """The ontology folder has faults; `faults` lists each as 'file: place: what'."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("the ontology has faults:\n" + "\n".join(f"  {fault}" for fault in faults))
        self.faults = faults


class CorrectionError(KGError):
    """Corrections have faults; `faults` lists each as 'file:line: what'."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("the corrections have faults:\n" + "\n".join(f"  {fault}" for fault in faults))
        self.faults = faults


class ModelMissing(KGError):
    """The spaCy pipeline `name` is not installed, or what the attribution network needs; `cure` says what to do."""

    def __init__(self, name: str, cure: str = "") -> None:
        cure = cure or f"install it with 'pip install {name.replace('_', '-')}' or choose another with --model"
        super().__init__(f"the model '{name}' is not installed; {cure}")
        self.name, self.cure = name, cure

    def __reduce__(self) -> tuple[type["ModelMissing"], tuple[str, str]]:
        return type(self), (self.name, self.cure)


class GraphInvalid(KGError):
    """A file is not a graph of this contract, or does not parse."""


class QueryError(KGError):
    """A SPARQL query is unknown, does not parse or does not run."""


class StoreError(KGError):
    """A store on disk cannot be opened, read or written; what was in it before still is."""


class StoreBusy(StoreError):
    """Another process writes to the store."""


class PushError(KGError):
    """A triple store elsewhere refuses a graph, or cannot be asked to take it."""


class PushBroken(PushError):
    """A triple store stopped answering; what it has taken is written down, and pushing again goes on from there."""
