// An article's text with attributions and mentions marked, and its statements beside each paragraph.
import { el, fill, name } from "./dom.js";
import { offsetsOf, link, statementText, titleOf } from "./say.js";
import { outside, paragraphs, plain, segments } from "./text.js";
import { voiceOf } from "./graph.js";
import { WORDS } from "./words.js";

// Draw one document; `chosen` is the number of the statement to mark and bring into view, or undefined.
export function drawArticle(app, element, number, chosen) {
  const document_ = app.graph.documents[number];
  if (!document_) return fill(element, el("p", { class: "note" }, WORDS.nothing));
  fill(element, chooser(app, number), title(document_), legend(),
    document_.text === null ? el("p", { class: "note" }, WORDS.noText) : body(app, document_, chosen));
  return element.querySelector(".chosen")?.scrollIntoView({ block: "center" });
}

function chooser(app, number) {
  if (app.graph.documents.length < 2) return null;
  const choice = el("select", { id: "article-choice", "aria-label": WORDS.article }, ...app.graph.documents.map((one, id) =>
    el("option", { value: id, selected: id === number }, titleOf(one))));
  choice.addEventListener("change", () => app.pick({ view: "article", article: app.graph.documents[Number(choice.value)].iri }));
  return el("p", {}, choice);
}

function title(document_) {
  const facts = [document_.publisher, document_.issued].filter(Boolean).map((fact) => plain(fact, 80)).join(", ");
  const address = outside(document_.source);
  return el("header", {}, el("h2", {}, name(titleOf(document_))), el("p", { class: "count" }, facts || null,
    address ? [facts ? " · " : null, el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, WORDS.source)] : null));
}

function legend() {
  const kinds = ["source", "cue", "content", "mention"];
  return el("p", { class: "marks" }, `${WORDS.marks}: `, ...kinds.flatMap((kind) => [el("mark", { class: kind }, WORDS.mark[kind]), " "]));
}

function body(app, document_, chosen) {
  const marks = textMarks(app, document_, chosen);
  const statements = app.graph.statements.filter((one) => one.document === document_.id && app.passes(one));
  const starts = new Map(statements.map((one) => [one.id, offsetsOf(document_)(one.evidence[0] ?? 0)]));
  document_.paragraphs ??= paragraphs(document_.text);
  return el("div", { class: "article-text" }, ...document_.paragraphs.map(([start, end]) => {
    const here = statements.filter((one) => starts.get(one.id) >= start && starts.get(one.id) < end);
    return el("div", { class: "paragraph" }, el("p", { dir: "auto" }, ...marked(app, document_.text, start, end, marks)),
      here.length ? el("ul", { class: "beside" }, ...here.map((one) => beside(app, document_, one, chosen))) : null);
  }));
}

function beside(app, document_, one, chosen) {
  const selection = { statement: one.iri, view: "article", article: document_.iri };
  return el("li", { class: `${voiceOf(one)}${one.id === chosen ? " now" : ""}` }, link(app, selection, statementText(app.graph, one)));
}

function textMarks(app, document_, chosen) {
  const at = offsetsOf(document_);
  const marks = [];
  const add = (spans, kind, extra = {}) => {
    for (let i = 0; i < spans.length; i += 2) marks.push({ start: at(spans[i]), end: at(spans[i + 1]), kind, ...extra });
  };
  for (const one of app.graph.attributions) {
    if (one.document !== document_.id) continue;
    add(one.content, one.within === null ? "content" : "content nested");
    add(one.source, "source");
    add(one.cue, "cue");
  }
  for (const one of app.graph.entities) {
    for (let i = 0; i < one.mentions.length; i += 3) {
      if (one.mentions[i] === document_.id) add(one.mentions.slice(i + 1, i + 3), "mention", { entity: one });
    }
  }
  if (chosen !== undefined) add(app.graph.statements[chosen].evidence, "chosen");
  return marks;
}

function marked(app, text, start, end, marks) {
  return segments(start, end, marks).map((piece) => {
    const words = text.slice(piece.start, piece.end);
    if (!piece.marks.length) return words;
    const kinds = [...new Set(piece.marks.flatMap((mark) => mark.kind.split(" ")))].join(" ");
    const mention = innermost(piece.marks.filter((mark) => mark.entity));
    const content = mention ? link(app, { entity: mention.entity.iri }, words, { tabindex: "-1" }) : words;
    return el("mark", { class: kinds, title: mention ? plain(mention.entity.label, 120) : null }, content);
  });
}

function innermost(mentions) {
  return mentions.sort((a, b) => a.end - a.start - (b.end - b.start))[0];
}
