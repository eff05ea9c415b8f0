import assert from "node:assert/strict";
import { test } from "node:test";
import { counts, dayOf, makeFilter, periods, speakersOf, within } from "../../kg/export/page/template/filter.js";
import { START, countFilters, decode, encode } from "../../kg/export/page/template/state.js";
import { make } from "./story.js";

const passing = (values) => {
  const graph = make();
  return graph.statements.filter(makeFilter(graph, { ...START, ...values })).map((one) => one.id);
};

test("without filters everything passes", () => assert.deepEqual(passing({}), [0, 1, 2, 3, 4, 5, 6]));

for (const [name, values, ids] of [
  ["claimed", { hide: ["claimed"] }, [1, 2, 5, 6]],
  ["a stance", { hide: ["conflict"] }, [2, 5, 6]],
  ["a type at either end", { hide: ["Topic"] }, [2, 3, 5, 6]],
  ["what is not so", { hide: ["Negative"] }, [0, 2, 3, 4, 5, 6]],
  ["plans", { hide: ["Planned"] }, [0, 1, 3, 4, 5, 6]],
  ["all but relations", { relation: ["denies", "meets"] }, [2, 4]],
  ["all but a speaker", { speaker: ["e3"] }, [0]],
  ["all but the narrator and the unnamed", { speaker: ["Narrator", "Unattributed"] }, [1, 2, 3, 5, 6]],
  ["all but an article", { document: ["d2"] }, [2, 3]],
  ["all but a publisher", { publisher: ["Courier"] }, [0, 1, 4, 5, 6]],
  ["what was reported before a day", { since: "2024-06-12" }, [2, 3]],
  ["what was reported after a day", { until: "2024-06-30" }, [0, 1, 4, 5, 6]],
  ["what is not sure enough", { confidence: 0.8 }, [1, 4, 5, 6]],
  ["by several filters at once", { relation: ["rejects"], speaker: ["Narrator"], hide: ["Negative"] }, []],
]) test(`a filter hides ${name}`, () => assert.deepEqual(passing(values), ids));

test("unknown values of filters let nothing pass, and break nothing", () => {
  assert.deepEqual(passing({ speaker: ["<script>"] }), []);
  assert.deepEqual(passing({ hide: ["<script>"] }), [0, 1, 2, 3, 4, 5, 6]);
});

test("a month or a year touches the days in it, what has no date touches none", () => {
  assert.ok(within("2024-06", "2024-06-20", "2024-06-25") && within("2024", "2023-01-01", "2024-01-01"));
  assert.ok(!within("2024-06", "2024-07-01", "") && !within("", "2024-07-01", "") && within("", "", ""));
});

test("a date that is none is no date", () => {
  assert.deepEqual(["2024-06-11T10:00:00Z", "2024-99-99", "yesterday", "<b>", undefined].map((issued) => dayOf({ issued })), ["2024-06-11", "", "", "", ""]);
});

test("the counts are those of statements, and of entities that are in any", () => {
  const found = counts(make());
  const keys = ["conflict", "told", "claimed", "Negative", "Planned", "relation rejects", "document 1", "Person", "Place"];
  assert.deepEqual(keys.map((key) => found.get(key)), [4, 4, 3, 1, 1, 3, 2, 2, undefined]);
  assert.deepEqual(speakersOf(found)[0], { key: "Narrator", n: 4 });
});

function dated(...days) {
  const graph = make((data) => { data.documents = days.map((issued, i) => ({ iri: `d${i}`, issued })); data.statements = days.map((_, i) => ({ iri: `s${i}`, document: i, relation: "meets" })); data.lines = []; });
  return periods(graph, graph.statements);
}

test("time is cut into days, months or years, with nothing left out between", () => {
  assert.deepEqual(dated("2024-06-11", "2024-06-13T08:00:00Z").map((one) => [one.start, one.end, one.n]),
    [["2024-06-11", "2024-06-11", 1], ["2024-06-12", "2024-06-12", 0], ["2024-06-13", "2024-06-13", 1]]);
  const months = dated("2023-12-03", "2024-03-01", "2024-02");
  assert.deepEqual(months.map((one) => [one.start, one.end, one.n]), [["2023-12-01", "2023-12-31", 1], ["2024-01-01", "2024-01-31", 0], ["2024-02-01", "2024-02-29", 1], ["2024-03-01", "2024-03-31", 1]]);
  assert.deepEqual([dated("1990-01-01", "2024-01-01").length, dated("", undefined).length], [35, 0]);
});

test("a fragment keeps every filter", () => {
  const state = { ...START, view: "disputes", entity: "entity/ü", path: "entity/a,b&c", depth: 2, hide: ["Place", "conflict"], relation: ["denies"], speaker: ["Narrator", "entity/x=y"],
    document: ["doc/a#b"], publisher: ["The “Post”, Ltd & Co"], since: "2024-06-01", until: "2024-06-30", confidence: 0.35, more: 80, apart: true, filters: true, look: [1.25, -30, 12] };
  assert.deepEqual(decode(`#${encode(state)}`), state);
  assert.equal(countFilters(state), 9);
});
