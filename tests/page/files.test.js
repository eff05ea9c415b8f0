import assert from "node:assert/strict";
import { test } from "node:test";
import { fileName, writeCsv, writeGraphml, writeTurtle, xml } from "../../kg/export/page/template/files.js";
import { iri, literal, writeSparql } from "../../kg/export/page/template/sparql.js";
import { chosenOf, chosenStatements, makeScene } from "../../kg/export/page/template/scene.js";
import { arrange } from "../../kg/export/page/template/arrange.js";
import { START } from "../../kg/export/page/template/state.js";
import { make } from "./story.js";

const all = () => true;

test("a table has a row a statement, and no cell that a table program would run", () => {
  const graph = make((data) => { data.entities[1].label = '=HYPERLINK("http://x","y")'; data.entities[2].label = "a,b\nc"; });
  const text = writeCsv(graph, graph.statements.slice(0, 1));
  const [head, ...rows] = text.trimEnd().split("\r\n");
  assert.equal(head.split(",")[0], "statement");
  assert.equal(rows.length, 1);
  assert.equal(rows[0], `b/s0,L3,"'=HYPERLINK(""http://x"",""y"")",rejects,"a,b\nc",Positive,Asserted,,,0.50,no,🚋,d,2024-06-11,Courier,`);
});

test("GraphML holds statements with both ends, in characters that XML has", () => {
  const graph = make((data) => { data.entities[1].label = 'a<b & "c"\u0000\ud800'; });
  const text = writeGraphml(graph, graph.statements);
  assert.equal(text.match(/<edge /g).length, 6);
  assert.equal(text.match(/<node /g).length, 5);
  assert.ok(text.includes("a&lt;b &amp; &quot;c&quot;\ufffd\ufffd"));
  assert.equal(xml("👩‍🚒"), "👩‍🚒");
});

test("Turtle keeps fact and claim, yes and no in their own namespaces, and plans out of all of them", () => {
  const text = writeTurtle(make(), make().statements);
  for (const line of ["<b/e1> claim:rejects <b/e2> .", "<b/e1> not:rejects <b/e2> .", "<b/e1> claim:denies <b/e2> .", "<b/e3> rel:holdsRole <b/e5> ."]) assert.ok(text.includes(line), line);
  assert.ok(!/(rel|claim|not|claimnot):meets </.test(text));
  assert.ok(text.includes('<b/d#char=2,3> a nif:RFC5147String ;\n  a kg:Evidence'));
  assert.ok(text.includes('nif:anchorOf "🚋"'));
  assert.ok(text.includes('dct:issued "2024-06-11"^^xsd:date') && text.includes('dct:issued "2024-07"^^xsd:gYearMonth'));
});

test("strings and IRIs cannot end before their end", () => {
  assert.equal(literal('a"\\\n'), '"a\\"\\\\\\n"');
  assert.equal(iri("b/x> <y"), "<b/x%3E%20%3Cy>");
});

test("the query names what is filtered and selected", () => {
  const graph = make();
  const state = { ...START, hide: ["conflict", "Topic", "claimed", "Planned", "Negative"], relation: ["rejects"], speaker: ["e3", "Narrator"], publisher: ['a"b'], since: "2024-06-01", confidence: 0.5 };
  const text = writeSparql(graph, state, { pair: [1, 2] });
  for (const part of ["?predicate IN (rel:rejects)", "?predicate NOT IN (rel:rejects, rel:denies)", "?sign != kg:Negative", "?mode NOT IN (kg:Planned)", "!(?who != kg:Narrator)",
    "?who IN (<b/e3>, kg:Narrator)", "?end a kg:Topic", '"a\\"b"', 'SUBSTR("2024-06-01"', "?confidence >= 0.5", "rdf:subject <b/e1> ; rdf:object <b/e2>"]) assert.ok(text.includes(part), part);
});

test("what is taken away is what is selected", () => {
  const graph = make();
  const ids = (state, now, passes = all) => chosenStatements(graph, chosenOf(graph, { ...START, ...state }, now, passes), passes).map((one) => one.id);
  assert.deepEqual(ids({}, {}), [0, 1, 2, 3, 4, 5, 6]);
  assert.deepEqual(ids({}, { entity: 3 }), [0, 5]);
  assert.deepEqual(ids({}, { pair: [2, 1] }, (one) => one.speaker !== null), [0, 4]);
  assert.deepEqual(ids({}, { statement: 3 }), [3]);
  assert.deepEqual(ids({ depth: 1 }, { entity: 0 }), [2]);
  assert.deepEqual(ids({}, { entity: 0, path: 3 }), [2, 5, 6]);
  assert.deepEqual(ids({}, { entity: 0, path: 4 }), []);
});

test("a scene shows a neighbourhood, or a path as columns", () => {
  const graph = make();
  assert.deepEqual(makeScene(graph, START, {}, all, 2).entities, [0, 1]);
  const near = makeScene(graph, { ...START, depth: 1 }, { entity: 0 }, all, 3);
  assert.deepEqual([near.entities, near.all, near.more], [[0, 1], 2, 0]);
  const path = makeScene(graph, START, { entity: 0, path: 3 }, all, 3);
  assert.deepEqual([0, 1, 5, 3].map((id) => path.places.get(id)[0]), [0, 240, 480, 720]);
  assert.equal(makeScene(graph, { ...START, relation: ["meets"] }, {}, all, 3).all, 5);
});

test("arranged places are the same every time and no two labels lie on each other", () => {
  const points = Array.from({ length: 30 }, (_, i) => [i % 3, 0]);
  const pairs = Array.from({ length: 29 }, (_, i) => [Math.floor(i / 3), i + 1]);
  const found = arrange(points, pairs, points.map(() => 100));
  assert.deepEqual(found, arrange(points, pairs, points.map(() => 100)));
  const crowded = found.flatMap((a, i) => found.slice(i + 1).filter((b) => Math.abs(a[0] - b[0]) < 100 && Math.abs(a[1] - b[1]) < 60));
  assert.deepEqual(crowded, []);
  assert.deepEqual([arrange([], [], []), arrange([[4, 4]], [], [9])], [[], [[0, 0]]]);
});

test("a file is named by letters and digits", () => {
  assert.deepEqual(["Trams: “no”, él said", "../../<b>", "💥"].map(fileName), ["trams-no-el-said", "b", "newskg"]);
});
