"""Builds on many machines: the stages of `kg build` as tasks on a Ray cluster, which meet in files of a shared folder.

    read    a batch of documents -> what was read, and for each partition the names and signatures that belong to it
    meet    a partition of names -> the longer names that bear a short form; near-duplicates; identifiers in doubt
    shorten a partition of names -> the short forms that only one longer name can mean
    settle  a partition of names -> its entities, and which entity each chain of a document is
    tell    a share of documents -> their named graphs, and for each partition the statements about its pairs of entities
    contrast a partition of pairs -> its claims and disputes

Documents depend on each other only through names, so the keys are: the normal name of a chain (majority type, merging
by full name), a short form (who else bears it), the pair of entities a statement is about (claims, disputes), a band of
a text's signature (near-duplicates), and the names a document could be called by (its identifier). Two things are
global, and go once to every worker: the leads of near-duplicates, and the identifiers of the documents whose first
choice another one may want. With corrections, which may reach any document, one task resolves the whole collection.

Every task writes its files whole or not at all and reads only those of finished tasks, so that one whose worker died is
simply done again. `engine` owns Ray, `places` owns fsspec.
"""

from __future__ import annotations

from kg.cluster.collection import Collection, collected, read_on
from kg.cluster.graph import ClusterGraph

__all__ = ["ClusterGraph", "Collection", "collected", "read_on"]
