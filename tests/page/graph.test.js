import assert from "node:assert/strict";
import { test } from "node:test";
import { between, busiest, chain, nearest, neighbourhood, partners, shortestPaths, shownEntities, shownLines, thinOut } from "../../kg/export/page/template/graph.js";
import { joinDisputes } from "../../kg/export/page/template/disputes.js";
import { make } from "./story.js";

const all = () => true;

test("entities know their lines and their statements as subject, object and speaker", () => {
  const [bma, minister, deal, source, town] = make().entities;
  assert.deepEqual([bma.subjects, minister.subjects, deal.objects, source.speaks], [[2, 3], [0, 1, 4, 6], [0, 1, 4], [0]]);
  assert.deepEqual(minister.lines, [0, 1, 2, 3, 5]);
  assert.deepEqual([bma.weight, minister.weight, source.weight, town.weight], [3, 5, 2, 0]);
});

test("a line is claimed when somebody says it, and negated when it is", () => {
  const [claimed, denied, planned] = make().lines;
  assert.deepEqual([claimed.claimed, denied.claimed, denied.negative, planned.modality], [true, false, true, "Planned"]);
});

test("independent voices are speakers by name, and the unnamed once an article", () => {
  const graph = make((data) => {
    data.statements.push({ iri: "s7", document: 1, relation: "rejects", subject: 1, object: 2, negative: true });
    data.lines[1].push(7);
  });
  assert.deepEqual(graph.lines.slice(0, 2).map((line) => line.voices.size), [1, 2]);
});

test("what is asked for is shown with its neighbours, even when its type is hidden", () => {
  const graph = make();
  assert.deepEqual(shownEntities(graph, [0], new Set(), new Set()), [0]);
  assert.deepEqual(shownEntities(graph, [0], new Set([2]), new Set(["Topic"])), [0, 1, 2]);
  assert.deepEqual(nearest(graph, 1), [0, 2, 5]);
});

test("lines need both ends shown and a statement that passes", () => {
  const graph = make();
  const ids = (shown, passes) => shownLines(graph, shown, passes).map((one) => one.id);
  assert.deepEqual(ids([0, 1, 2], all), [0, 1, 2, 3]);
  assert.deepEqual(ids([1, 2], (one) => one.speaker === null), [1]);
});

test("a filtered picture opens with the ends of the strongest lines", () => {
  const graph = make();
  assert.deepEqual(busiest(graph, 2, (one) => one.relation === "meets"), [0, 1]);
  assert.deepEqual(busiest(graph, 10, () => false), []);
});

test("between gives both directions, chain goes from the outside in", () => {
  const graph = make();
  assert.deepEqual(between(graph, 2, 1).map((one) => one.id), [0, 1, 4]);
  assert.deepEqual(chain(graph, graph.statements[0]).map((one) => one.speaker), [1, 3]);
  assert.deepEqual(chain(graph, graph.statements[1]), []);
});

test("relations of a pair, stance, sign and voice are one line; told and claimed, yes and no never are", () => {
  const graph = make();
  const { lines } = thinOut(shownLines(graph, [0, 1, 2], all), new Set());
  assert.deepEqual(lines.map((line) => [line.statements, line.others ?? 0, line.claimed, line.negative]),
    [[[0, 4], 1, true, false], [[1], 0, false, true], [[2], 0, false, false]]);
  assert.equal(lines[0].voices.size, 2);
  assert.equal(thinOut(shownLines(graph, [0, 1, 2], all), new Set(), all).lines.length, 4);
});

test("a crowded picture is thinned out and says so; selected entities keep their lines", () => {
  const lines = Array.from({ length: 30 }, (_, id) => ({ id, from: id, to: id + 1, stance: "conflict", claimed: false,
    statements: [id], voices: new Set([id]), symmetric: false, bend: 0 }));
  const { lines: kept, hidden } = thinOut([...lines, { ...lines[0], id: 30, statements: [30] }], new Set([29]), () => false, 10);
  assert.equal(kept.length, 10);
  assert.equal(hidden, 20);
  assert.ok(kept.some((line) => line.from === 29));
  assert.deepEqual(kept.find((line) => line.from === 0).statements, [0, 30]);
});

test("a neighbourhood grows by steps over statements that pass", () => {
  const graph = make();
  assert.deepEqual([...neighbourhood(graph, [0], 1, all)], [[0, 0], [1, 1]]);
  assert.deepEqual([...neighbourhood(graph, [0], 2, all).keys()], [0, 1, 2, 5]);
  assert.deepEqual([...neighbourhood(graph, [0], 3, (one) => one.relation !== "meets").keys()], [0]);
});

test("paths are the shortest, over what passes and through what is open", () => {
  const graph = make();
  assert.deepEqual(shortestPaths(graph, 0, 3, all), [[0, 1, 5, 3]]);
  assert.deepEqual(shortestPaths(graph, 0, 3, all, (id) => id !== 5), []);
  assert.deepEqual(shortestPaths(graph, 0, 4, all), []);
  assert.deepEqual(shortestPaths(graph, 0, 1, all), [[0, 1]]);
});

test("partners are counted by stance, only over what passes", () => {
  const graph = make();
  assert.deepEqual(partners(graph, 1, all)[0], { id: 2, n: 3, stances: { conflict: 3 } });
  assert.deepEqual(partners(graph, 1, (one) => one.relation === "meets").map((row) => row.id), [0]);
});

test("disputes about one claim are one, those that the filters hide are none", () => {
  const graph = make((data) => { data.disputes = [{ claim: [0], counter: [1], parties: [1] }, { claim: [0], counter: [4], parties: [0] }, { claim: [], counter: [2] }]; });
  const [joined, ...rest] = joinDisputes(graph, all);
  assert.deepEqual([joined.counter, joined.parties, rest], [[1, 4], [1, 0], []]);
  assert.deepEqual(joinDisputes(graph, (one) => one.relation === "meets"), []);
});
