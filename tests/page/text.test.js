import assert from "node:assert/strict";
import { test } from "node:test";
import { clip, contextOf, fold, occurrences, outside, paragraphs, plain, segments, unitOffsets, wrap } from "../../kg/export/page/template/text.js";

test("code points become UTF-16 offsets, with and without surrogate pairs", () => {
  const text = "a🚋b𝒳c";
  const at = unitOffsets(text);
  const points = Array.from(text);
  for (let i = 0; i <= points.length; i += 1) assert.equal(text.slice(0, at(i)), points.slice(0, i).join(""));
  assert.equal(unitOffsets("plain")(3), 3);
  assert.equal(unitOffsets("ab")(9), 2);
});

test("a lone surrogate counts as one code point, as in Python", () => {
  const text = "🚋\ud800x";
  assert.equal(text.slice(unitOffsets(text)(2)), "x");
});

test("paragraphs are parted by empty lines, or by line ends where there are none", () => {
  const cut = (text) => paragraphs(text).map(([a, b]) => text.slice(a, b));
  assert.deepEqual(cut("one\nline\n\n \ntwo\n"), ["one\nline", "two\n"]);
  assert.deepEqual(cut("one\ntwo"), ["one", "two"]);
  assert.deepEqual(cut(""), []);
});

test("the context is the paragraph, cut where it is long", () => {
  assert.deepEqual(contextOf([[0, 10], [12, 40]], 14, 20), { start: 12, end: 40, cutBefore: false, cutAfter: false });
  const long = contextOf([[0, 5000]], 2000, 2010, 100);
  assert.deepEqual(long, { start: 1900, end: 2110, cutBefore: true, cutAfter: true });
});

test("segments cover the range once and know every mark over them", () => {
  const marks = [{ start: 0, end: 6, kind: "a" }, { start: 4, end: 9, kind: "b" }, { start: 20, end: 21, kind: "far" }];
  const found = segments(2, 12, marks);
  assert.deepEqual(found.map(({ start, end, marks: over }) => [start, end, over.map((m) => m.kind).join("")]),
    [[2, 4, "a"], [4, 6, "ab"], [6, 9, "b"], [9, 12, ""]]);
});

test("a cue is found as a whole word inside the evidence only", () => {
  assert.deepEqual(occurrences("unsaid said said", 0, 16, ["said"]), [{ start: 7, end: 11 }]);
  assert.deepEqual(occurrences("said it", 4, 7, ["said", ""]), []);
});

test("direction and control characters never reach a label; joiners stay", () => {
  assert.equal(plain("a\u202eb\u2066c\u0000d\nx"), "a b c d x");
  assert.equal(plain("👩‍🚒"), "👩‍🚒");
  assert.equal(Array.from(plain("x".repeat(10000), 60)).length, 60);
  assert.equal(plain(undefined), "");
});

test("clip counts code points and never splits a pair", () => {
  assert.equal(clip("🚋🚋🚋", 2), "🚋…");
  assert.equal(clip("ab", 2), "ab");
});

test("fold takes case and accents away", () => assert.equal(fold("Élan ŠKODA"), "elan skoda"));

test("wrap breaks at spaces and ends in an ellipsis", () => {
  assert.deepEqual(wrap("British Medical Association"), ["British Medical", "Association"]);
  const many = wrap("one two three four five six seven eight nine ten eleven twelve thirteen fourteen");
  assert.equal(many.length, 3);
  assert.match(many[2], /…$/);
});

test("only http and https lead out of the page", () => {
  assert.equal(outside("https://paper.example/a"), "https://paper.example/a");
  for (const bad of ["javascript:alert(1)", " https://x", "data:text/html,x", "news/a.txt", null, "https://a b"]) assert.equal(outside(bad), null);
});
