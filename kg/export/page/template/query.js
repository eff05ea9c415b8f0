// The query view: SPARQL against the server that the page came from. Shown only when the page is served.
//
// Contract with the page (page.js):
// - `served()` says whether there is a server: a boolean or a promise of one. It is asked once, at the start; the
//   button "Query" and the view `#view=query` exist only when it says true. From disk it must say false, at once.
// - `mount(panel, page)` is called once, when the view is first opened, with its empty element (`#query-view`, inside
//   the main landmark, already visible; headings start at h2). It may give back a function `ask(sparql)`: the page calls
//   it to put a query into the editor ("Run as a query" on the SPARQL of the current filter).
// - `page` is { base, pick, known }: the graph's base IRI; `pick({ entity: IRI without base })` opens a card, likewise
//   `statement` and `article`; `known(iri)` gives { kind: "entity" | "statement" | "document", selection } or null.
// - The page's policy allows requests to its own origin (connect-src 'self') and nothing else: no inline style or
//   handler attributes, no eval. Elements are made by `el`, `fill` (dom.js), data enters as text through `plain` (text.js).
// - Texts stand in WORDS.query (words.js), styles in query.css; colours are the variables at the top of page.css.
// - All modules are joined into one script: names at the top of a file are unique over all files of this folder.
//
// The server says that it is there by <meta name="newskg-server" content="the endpoint's path">.
import { el, fill } from "./dom.js";
import { plain } from "./text.js";
import { WORDS, word } from "./words.js";

const ROWS_AT_ONCE = 500;
const RESULTS = "application/sparql-results+json, text/turtle;q=0.9";

// Say whether the page was served, and so has an endpoint to ask.
export const served = () => endpointPath() !== "";

const endpointPath = () => document.querySelector('meta[name="newskg-server"]')?.content ?? "";

// Make the view in its element; gives a function that puts a query into the editor and runs it.
export function mount(panel, page) {
  const desk = { page, questions: [], prefixes: {}, running: null, ...queryParts() };
  fill(panel, el("div", { class: "query" }, el("h2", {}, WORDS.query.title), el("p", { class: "note" }, WORDS.query.note),
    labelled(WORDS.query.saved, desk.saved), desk.parameters, labelled(WORDS.query.editor, desk.editor),
    el("p", { class: "query-buttons" }, desk.run, desk.stop, desk.csv), desk.said, desk.answer));
  desk.saved.addEventListener("change", () => choose(desk, desk.questions[desk.saved.selectedIndex - 1]));
  desk.editor.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) runQuery(desk);
  });
  desk.run.addEventListener("click", () => runQuery(desk));
  desk.stop.addEventListener("click", () => desk.running?.abort());
  desk.csv.addEventListener("click", () => saveRows(desk));
  loadQuestions(desk);
  return (sparql) => {
    desk.saved.selectedIndex = 0;
    choose(desk, { sparql, parameters: [] });
    return runQuery(desk);
  };
}

function queryParts() {
  const button = (text, hidden) => el("button", { type: "button", hidden }, text);
  return {
    saved: el("select", { id: "query-saved" }, el("option", {}, WORDS.query.own)),
    parameters: el("div", { class: "query-parameters" }),
    editor: el("textarea", { id: "query-editor", rows: 14, spellcheck: "false", autocapitalize: "off", wrap: "off", dir: "ltr" }),
    run: button(WORDS.query.run, false), stop: button(WORDS.query.stop, true), csv: button(WORDS.query.csv, true),
    said: el("p", { class: "query-said", role: "status" }),
    answer: el("div", { class: "query-answer", tabindex: "0", role: "region", "aria-label": WORDS.query.answer, hidden: true }),
  };
}

function labelled(text, field) {
  return [el("label", { for: field.id }, text), field];
}

async function loadQuestions(desk) {
  try {
    const told = await (await fetch("/questions")).json();
    Object.assign(desk, { questions: told.questions, prefixes: told.prefixes });
  } catch {
    return tell(desk, WORDS.query.gone, true);
  }
  desk.saved.append(...desk.questions.map((one) => el("option", { value: one.name }, plain(one.title))));
  if (!desk.editor.value && desk.questions.length) {
    desk.saved.selectedIndex = 1;
    choose(desk, desk.questions[0]);
  }
}

// Put a question into the editor, with a field for each of its parameters.
function choose(desk, question) {
  if (!question) return fill(desk.parameters);
  desk.editor.value = question.sparql;
  const fields = question.parameters.map((one, number) => {
    const field = el("input", { id: `query-parameter-${number}`, value: one.default, autocomplete: "off" });
    field.addEventListener("input", () => { desk.editor.value = withValue(desk.editor.value, one.name, field.value); });
    field.addEventListener("keydown", (event) => { if (event.key === "Enter") runQuery(desk); });
    return el("div", {}, ...labelled(plain(one.meaning || one.name), field));
  });
  return fill(desk.parameters, ...fields);
}

// Set a parameter: `VALUES ?name { "…" }` gets the value as a string literal.
export function withValue(sparql, name, value) {
  const literal = `"${value.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r")}"`;
  const place = new RegExp(`(VALUES\\s*\\?${name}\\s*\\{\\s*)"(?:[^"\\\\\\n]|\\\\.)*"(?=\\s*\\})`, "g");
  return sparql.replace(place, (all, before) => before + literal);
}

async function runQuery(desk) {
  desk.running?.abort();
  const running = (desk.running = new AbortController());
  const began = performance.now();
  desk.answer.hidden = desk.csv.hidden = true;
  desk.stop.hidden = false;
  tell(desk, WORDS.query.running);
  try {
    const reply = await fetch(endpointPath(), { method: "POST", body: desk.editor.value, signal: running.signal,
      headers: { "Content-Type": "application/sparql-query", Accept: RESULTS } });
    const text = await reply.text();
    if (!reply.ok) return tell(desk, plain(text, 1000), true);
    showAnswer(desk, reply.headers.get("Content-Type"), text, (performance.now() - began) / 1000);
  } catch (error) {
    if (desk.running === running) tell(desk, error.name === "AbortError" ? WORDS.query.stopped : WORDS.query.broken, true);
  } finally {
    if (desk.running === running) desk.stop.hidden = true;
  }
  return undefined;
}

function tell(desk, text, wrong = false) {
  desk.said.classList.toggle("wrong", wrong);
  desk.said.textContent = text;
}

function showAnswer(desk, type, text, seconds) {
  desk.answer.hidden = false;
  const took = seconds.toFixed(2);
  if (!type.startsWith("application/sparql-results+json")) {
    fill(desk.answer, el("pre", { dir: "ltr" }, text));
    return tell(desk, word(WORDS.query.triples, { took }));
  }
  const found = JSON.parse(text);
  desk.found = found;
  if ("boolean" in found) {
    fill(desk.answer);
    desk.answer.hidden = true;
    return tell(desk, word(found.boolean ? WORDS.query.yes : WORDS.query.no, { took }));
  }
  const n = found.results.bindings.length;
  desk.csv.hidden = n === 0;
  desk.answer.hidden = n === 0;
  showRows(desk, Math.min(n, ROWS_AT_ONCE));
  return tell(desk, word(WORDS.query.rows, { n, took }));
}

function showRows(desk, number) {
  const { head, results } = desk.found;
  const row = (binding) => el("tr", {}, head.vars.map((name) => el("td", {}, cellOf(desk, binding[name]))));
  const left = results.bindings.length - number;
  const more = el("button", { type: "button", onclick: () => showRows(desk, number + Math.min(left, ROWS_AT_ONCE)) },
    word(WORDS.query.more, { n: Math.min(left, ROWS_AT_ONCE) }));
  fill(desk.answer, el("table", {},
    el("thead", {}, el("tr", {}, head.vars.map((name) => el("th", { scope: "col" }, plain(name))))),
    el("tbody", {}, results.bindings.slice(0, number).map(row))), left > 0 ? more : null);
}

// A value of the answer: nodes of the graph open here, other nodes under the base are looked up.
function cellOf(desk, term) {
  if (!term) return null;
  const text = el("bdi", {}, plain(term.type === "uri" ? shortIri(term.value, desk.prefixes, desk.page.base) : term.value, 2000));
  if (term.type !== "uri") return text;
  const place = desk.page.known(term.value);
  if (!place && !(desk.page.base && term.value.startsWith(desk.page.base))) return text;
  const link = el("a", { href: `/lookup?iri=${encodeURIComponent(term.value)}` }, text);
  if (place) link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    desk.page.pick({ view: place.kind === "document" ? "article" : "graph", ...place.selection });
  });
  return link;
}

// An IRI for reading: by its prefix, or without the graph's base.
export function shortIri(iri, prefixes, base) {
  const [prefix, namespace] = Object.entries(prefixes).find(([, one]) => iri.startsWith(one)) ?? [];
  if (prefix !== undefined) return `${prefix}:${iri.slice(namespace.length)}`;
  return base && iri.startsWith(base) ? iri.slice(base.length) : iri;
}

// Write an answer's rows as CSV (SPARQL 1.1 Query Results CSV); a cell that begins like a formula stays text.
export function rowsAsCsv({ head, results }) {
  const cell = (value) => {
    const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const rows = results.bindings.map((binding) => head.vars.map((name) => cell(binding[name]?.value ?? "")));
  return [head.vars, ...rows].map((row) => `${row.join(",")}\r\n`).join("");
}

function saveRows(desk) {
  const address = URL.createObjectURL(new Blob([rowsAsCsv(desk.found)], { type: "text/csv" }));
  el("a", { href: address, download: "answer.csv" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
