// The search field: finds as you type, arrow keys go through what is found (ARIA combobox pattern).
import { byId, el, fill, name, shapeIcon, tint, typeColor, typeLook } from "./dom.js";
import { find, searchIndex } from "./find.js";
import { evidenceText, statementText } from "./say.js";
import { clip } from "./text.js";
import { WORDS, word } from "./words.js";

// Make the search field work.
export function setUpSearch(app) {
  const field = byId("search");
  field.placeholder = WORDS.search;
  field.setAttribute("aria-label", WORDS.search);
  field.addEventListener("input", () => search(app, field.value));
  field.addEventListener("keydown", searchKeys);
  document.addEventListener("click", (event) => { if (!event.target.closest("#finder")) openFound(null); });
}

function search(app, text) {
  const { graph } = app;
  app.index ??= searchIndex(graph.entities.map((one) => [one.label, ...one.aliases]),
    graph.statements.map((one) => evidenceText(graph, one)));
  const found = find(app.index, text);
  const options = [...found.names.map((id) => nameOption(app, graph.entities[id])),
    ...found.sentences.map((id) => sentenceOption(app, graph.statements[id]))];
  openFound(text.trim() ? options : null, text);
}

function nameOption(app, one) {
  const content = tint(el("span", {}, shapeIcon(typeLook(app.graph, one.type)), " ", name(one.label)), typeColor(app.graph, one.type));
  return option(app, { entity: one.iri }, content, WORDS.searchNames);
}

function sentenceOption(app, one) {
  const words = clip(evidenceText(app.graph, one), 160);
  return option(app, { statement: one.iri }, [el("span", { class: "sentence", dir: "auto" }, words),
    el("span", { class: "count" }, statementText(app.graph, one))], WORDS.searchSentences);
}

function option(app, selection, content, kind) {
  const onclick = () => {
    openFound(null);
    app.pick(selection);
    byId("panel").focus({ preventScroll: innerWidth >= 700 });
  };
  return el("div", { role: "option", class: "option", "data-kind": kind, "aria-selected": "false", onclick }, content);
}

function openFound(options, text = "") {
  const list = byId("found");
  list.hidden = options === null;
  byId("search").setAttribute("aria-expanded", String(options !== null));
  byId("search").removeAttribute("aria-activedescendant");
  fill(list, options?.length === 0 ? el("p", { class: "note" }, word(WORDS.searchNone, { text: clip(text, 60) })) : options ?? []);
  [...list.children].forEach((one, i) => { one.id = `option-${i}`; });
}

function searchKeys(event) {
  const options = [...byId("found").querySelectorAll("[role=option]")];
  const at = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
  if (event.key === "Escape") openFound(null);
  if (event.key === "Enter") options[Math.max(at, 0)]?.click();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !options.length) return;
  event.preventDefault();
  const next = options[(at + step + options.length) % options.length];
  options.forEach((one) => one.setAttribute("aria-selected", String(one === next)));
  byId("search").setAttribute("aria-activedescendant", next.id);
  next.scrollIntoView({ block: "nearest" });
}
