import assert from "node:assert/strict";
import { test } from "node:test";
import { rowsAsCsv, shortIri, withValue } from "../../kg/export/page/template/query.js";

const ASKED = 'SELECT ?s { VALUES ?about { "Ann \\"A\\" Smith" } VALUES ?since { "2024" } ?s rdfs:label ?about }';

test("a parameter takes any text as one literal and leaves the others", () => {
  assert.equal(withValue(ASKED, "about", "x"), ASKED.replace('"Ann \\"A\\" Smith"', '"x"'));
  assert.ok(withValue(ASKED, "about", '" } DROP ALL # \\ \n\r $& $1').includes('{ "\\" } DROP ALL # \\\\ \\n\\r $& $1" }'));
  assert.equal(withValue(withValue(ASKED, "about", '\\"'), "about", 'Ann "A" Smith'), ASKED);
  assert.equal(withValue(ASKED, "nobody", "x"), ASKED);
});

test("IRIs are shown by prefix or without the base", () => {
  const prefixes = { rel: "https://w3id.org/newskg/rel/", kg: "https://w3id.org/newskg/ontology#" };
  assert.equal(shortIri("https://w3id.org/newskg/rel/denies", prefixes, "https://a.example/"), "rel:denies");
  assert.equal(shortIri("https://a.example/entity/x", prefixes, "https://a.example/"), "entity/x");
  assert.equal(shortIri("https://b.example/", prefixes, ""), "https://b.example/");
});

test("an answer as CSV quotes what needs it and gives no formula away", () => {
  const term = (value) => ({ type: "literal", value });
  const found = { head: { vars: ["a", "b"] }, results: { bindings: [{ a: term('x,"y"') }, { a: term("=1+1"), b: term("two\nlines") }] } };
  assert.equal(rowsAsCsv(found), 'a,b\r\n"x,""y""",\r\n\'=1+1,"two\nlines"\r\n');
});
