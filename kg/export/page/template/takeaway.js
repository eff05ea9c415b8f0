// What the reader may take away: the link, the picture, the selection as a file, the query that gives it.
import { byId, el, fill } from "./dom.js";
import { button } from "./facets.js";
import { fileName, writeCsv, writeGraphml, writeTurtle } from "./files.js";
import { paintPng, writeSvg } from "./picture.js";
import { chosenOf, chosenStatements } from "./scene.js";
import { writeSparql } from "./sparql.js";
import { plain } from "./text.js";
import { WORDS, word } from "./words.js";

const FILES = {
  csv: { type: "text/csv;charset=utf-8", write: writeCsv },
  graphml: { type: "application/graphml+xml;charset=utf-8", write: writeGraphml },
  ttl: { type: "text/turtle;charset=utf-8", write: writeTurtle },
};

// Make the button and its dialog work; `drawing()` gives the picture, drawing it first where it is not shown.
export function setUpTakeaway(app, drawing) {
  const dialog = byId("takeaway");
  byId("take").textContent = WORDS.take;
  byId("take").addEventListener("click", () => { drawDialog(app, dialog, drawing); dialog.showModal(); });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
}

function drawDialog(app, dialog, drawing) {
  const chosen = chosenOf(app.graph, app.state, app.picked(), app.passes);
  const statements = chosenStatements(app.graph, chosen, app.passes);
  const note = el("p", { class: "note", role: "status" });
  const told = (text) => { note.textContent = text; };
  const name = fileName(plain(document.title, 60));
  const save = (suffix, blob) => { download(`${name}.${suffix}`, blob); told(word(WORDS.saved, { name: `${name}.${suffix}` })); };
  const svg = () => writeSvg(drawing(), caption(app));
  fill(dialog, el("div", { class: "panel-head" }, el("h2", { id: "takeaway-title" }, WORDS.take),
    button("×", () => dialog.close(), { class: "close", "aria-label": WORDS.close })),
  section(WORDS.takeLink, copied(el("input", { type: "text", readonly: true, value: location.href, "aria-label": WORDS.takeLink }), told)),
  section(WORDS.takePicture, el("p", { class: "ways" }, button("PNG", async () => save("png", await paintPng(svg())), { class: "more" }),
    button("SVG", () => save("svg", new Blob([svg()], { type: "image/svg+xml" })), { class: "more" }), button(WORDS.print, () => { dialog.close(); print(); }, { class: "more" }))),
  section(word(WORDS.takeStatements, { n: statements.length }), el("p", { class: "note" }, WORDS.takeWhat), el("p", { class: "ways" },
    ...Object.entries(FILES).map(([suffix, { type, write }]) => button(WORDS.format[suffix], () => save(suffix, new Blob([write(app.graph, statements)], { type })), { class: "more" })))),
  section(WORDS.takeQuery, copied(el("textarea", { readonly: true, rows: 8, spellcheck: "false", "aria-label": WORDS.takeQuery }, writeSparql(app.graph, app.state, chosen)), told),
    app.ask ? button(WORDS.runQuery, () => { dialog.close(); app.ask(writeSparql(app.graph, app.state, chosen)); }, { class: "more" }) : null), note);
}

const section = (title, ...parts) => el("section", {}, el("h3", {}, title), ...parts);

// A field to copy from, with a button that does it where the browser lets it.
function copied(field, told) {
  const copy = async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      told(WORDS.copied);
    } catch {
      told(WORDS.copyByKey); // an old browser, or one that was told not to
    }
  };
  return el("div", { class: "copy" }, field, button(WORDS.copy, copy, { class: "more" }));
}

// What a picture says of itself: whose it is, what is shown, from which articles.
function caption(app) {
  return plain([document.title, byId("shown").firstElementChild?.textContent, app.counted()].filter(Boolean).join(" · "), 240);
}

function download(name, blob) {
  const url = URL.createObjectURL(blob);
  const link = el("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
