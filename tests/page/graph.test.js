import assert from "node:assert/strict";
import { test } from "node:test";
import { between, chain, counts, filter, nearest, readGraph, shownEntities, shownLines, thinOut } from "../../kg/export/page/template/graph.js";

const relation = (label, stance, symmetric = false) => ({ label, stance, symmetric });

// BMA (0), minister (1), deal (2), source (3), town (4); the source claims that the minister rejects the deal.
function make() {
  return readGraph({
    base: "b/", first: 3, style: {}, disputes: [], documents: [{ iri: "d", text: "x" }],
    relations: { rejects: relation("rejects", "conflict"), meets: relation("meets", "cooperation", true) },
    entities: ["Organisation", "Person", "Topic", "Person", "Place"].map((type, i) => ({ iri: `e${i}`, label: `L${i}`, type, at: [i, i] })),
    attributions: [{ document: 0, speaker: 1 }, { document: 0, speaker: 3, within: 0 }],
    statements: [
      { iri: "s0", document: 0, relation: "rejects", subject: 1, object: 2, speaker: 3, via: 1 },
      { iri: "s1", document: 0, relation: "rejects", subject: 1, object: 2, negative: true },
      { iri: "s2", document: 0, relation: "meets", subject: 0, object: 1, modality: "Planned" },
      { iri: "s3", document: 0, relation: "rejects", subject: 0, speaker: -1 },
    ],
    lines: [[1, 2, 0.08, 0], [1, 2, -0.08, 1], [0, 1, 0, 2]],
  });
}

test("entities know their lines and their statements as subject, object and speaker", () => {
  const [bma, minister, deal, source, town] = make().entities;
  assert.deepEqual([bma.subjects, minister.subjects, deal.objects, source.speaks], [[2, 3], [0, 1], [0, 1], [0]]);
  assert.deepEqual(minister.lines, [0, 1, 2]);
  assert.deepEqual([bma.weight, minister.weight, source.weight, town.weight], [2, 3, 1, 0]);
});

test("a line is claimed when somebody says it, and negated when it is", () => {
  const [claimed, denied, planned] = make().lines;
  assert.deepEqual([claimed.claimed, denied.claimed, denied.negative, planned.modality], [true, false, true, "Planned"]);
});

test("filters hide stances, voices and types, unattributed counts as claimed", () => {
  const graph = make();
  const passing = (...hidden) => graph.statements.filter(filter(graph, new Set(hidden))).map((one) => one.id);
  assert.deepEqual(passing(), [0, 1, 2, 3]);
  assert.deepEqual(passing("claimed"), [1, 2]);
  assert.deepEqual(passing("conflict"), [2]);
  assert.deepEqual(passing("Topic"), [2, 3]);
});

test("the legend counts statements, and entities that are in any", () => {
  const found = counts(make());
  assert.deepEqual(["conflict", "cooperation", "told", "claimed", "Person", "Place"].map((key) => found.get(key)), [3, 1, 2, 2, 2, undefined]);
});

test("what is asked for is shown with its neighbours, even when its type is hidden", () => {
  const graph = make();
  assert.deepEqual(shownEntities(graph, 1, new Set(), new Set()), [0]);
  assert.deepEqual(shownEntities(graph, 1, new Set([2]), new Set(["Topic"])), [0, 1, 2]);
  assert.deepEqual(nearest(graph, 1), [0, 2]);
});

test("lines need both ends shown and a statement that passes", () => {
  const graph = make();
  const ids = (shown, ...hidden) => shownLines(graph, shown, filter(graph, new Set(hidden))).map((one) => one.id);
  assert.deepEqual(ids([0, 1, 2]), [0, 1, 2]);
  assert.deepEqual(ids([1, 2], "claimed"), [1]);
});

test("between gives both directions, chain goes from the outside in", () => {
  const graph = make();
  assert.deepEqual(between(graph, 2, 1).map((one) => one.id), [0, 1]);
  assert.deepEqual(chain(graph, graph.statements[0]).map((one) => one.speaker), [1, 3]);
  assert.deepEqual(chain(graph, graph.statements[1]), []);
});

test("a crowded picture is thinned out and says so; selected entities keep their lines", () => {
  const lines = Array.from({ length: 30 }, (_, id) => ({ id, from: id, to: id + 1, stance: "conflict", claimed: false,
    statements: [id], speakers: 1, symmetric: false, bend: 0 }));
  const { lines: kept, hidden } = thinOut([...lines, { ...lines[0], id: 30, statements: [30] }], new Set([29]), 10);
  assert.equal(kept.length, 10);
  assert.equal(hidden, 20);
  assert.ok(kept.some((line) => line.from === 29));
  assert.deepEqual(kept.find((line) => line.from === 0).statements, [0, 30]);
  assert.deepEqual(thinOut(lines, new Set(), 30), { lines, hidden: 0 });
});
