import assert from "node:assert/strict";
import { test } from "node:test";
import { START, decode, encode, select } from "../../kg/export/page/template/state.js";
import { find, searchIndex } from "../../kg/export/page/template/find.js";
import { project, takeFree, box, inside } from "../../kg/export/page/template/labels.js";
import { WORDS, word } from "../../kg/export/page/template/words.js";

test("a fragment keeps the whole state", () => {
  const state = { ...START, view: "list", from: "entity/a,b&c", to: "entity/ü", hide: ["conflict", "Place"], more: 80 };
  assert.deepEqual(decode(`#${encode(state)}`), { ...state, hide: ["Place", "conflict"] });
  assert.equal(encode(START), "");
});

test("a broken fragment is the start", () => {
  assert.deepEqual(decode("#view=<script>&more=-3&hide=&entity="), START);
  assert.deepEqual(decode("%%%"), START);
});

test("a selection replaces the one before and keeps the filters", () => {
  const state = select({ ...START, hide: ["told"], entity: "a" }, { from: "x", to: "y" });
  assert.deepEqual([state.entity, state.from, state.hide], [null, "x", ["told"]]);
});

test("search holds every word, without accents; exact names come first", () => {
  const index = searchIndex([["John Hunt Ltd"], ["Jeremy Hunt", "Mr Hunt"], ["Hunt"]], ["Hunt said no", "nobody spoke"]);
  assert.deepEqual(find(index, "hunt"), { names: [2, 0, 1], sentences: [0] });
  assert.deepEqual(find(index, "HÚNT mr").names, [1]);
  assert.deepEqual(find(index, "  "), { names: [], sentences: [] });
});

test("points fill the canvas, turned where it is upright", () => {
  const wide = [[0, 0], [1000, 0], [1000, 200], [0, 200]];
  const spread = (found, axis) => Math.max(...found.points.map((p) => p[axis])) - Math.min(...found.points.map((p) => p[axis]));
  const lying = project(wide, 1000, 600);
  assert.ok(spread(lying, 0) > spread(lying, 1) && spread(lying, 0) <= 1000);
  const standing = project(wide, 360, 700);
  assert.ok(spread(standing, 1) > spread(standing, 0));
  assert.deepEqual(project([], 10, 10).points, []);
  assert.deepEqual(project([[5, 5]], 360, 500).points, [[0, 0]]);
});

test("a label takes the first free place or none", () => {
  const taken = [box(0, 0, 10, 10)];
  assert.equal(takeFree([box(0, 0, 4, 4)], taken), null);
  assert.deepEqual(takeFree([box(0, 0, 4, 4), box(20, 0, 4, 4)], taken), box(20, 0, 4, 4));
  assert.equal(taken.length, 2);
  assert.equal(inside(box(0, 0, 10, 10), 100).x, 2);
});

test("texts count and fill in", () => {
  assert.equal(word(WORDS.statements, { n: 1 }), "1 statement");
  assert.equal(word(WORDS.shown, { shown: 40, all: 3212 }), "40 of 3,212 entities shown");
});
