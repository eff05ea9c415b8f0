// An article's text with attributions and mentions marked, and beside each paragraph who says what, one within another.
import { marksLegend } from "./cards.js";
import { el, fill, name } from "./dom.js";
import { NARRATOR, voiceOf } from "./graph.js";
import { entityLink, factText, link, offsetsOf, spanText, speakerText, titleOf } from "./say.js";
import { outside, paragraphs, plain, segments } from "./text.js";
import { WORDS, word } from "./words.js";

const DEEPEST = 3;

// Draw one document; `now` ({ statement } or { entity }) is marked and brought into view.
export function drawArticle(app, element, number, now) {
  const document_ = app.graph.documents[number];
  if (!document_) return fill(element, el("p", { class: "note" }, WORDS.nothing));
  fill(element, chooser(app, number), articleHead(app, document_), marksLegend(["source", "says", "content", "nested", "mention", "chosen"]),
    document_.text === null ? el("p", { class: "note" }, WORDS.noText) : articleBody(app, document_, now));
  return element.querySelector(".chosen")?.scrollIntoView({ block: "center" });
}

function chooser(app, number) {
  if (app.graph.documents.length < 2) return null;
  const choice = el("select", { id: "article-choice", "aria-label": WORDS.article, "data-key": "article" }, ...app.graph.documents.map((one, id) =>
    el("option", { value: id, selected: id === number }, titleOf(one))));
  choice.addEventListener("change", () => app.pick({ view: "article", article: app.graph.documents[Number(choice.value)].iri }));
  return el("p", {}, choice);
}

function articleHead(app, document_) {
  const facts = [document_.publisher, document_.issued].filter(Boolean).map((fact) => plain(fact, 80)).join(", ");
  const address = outside(document_.source);
  const only = app.state.document.length === 1 && app.state.document[0] === document_.iri;
  return el("header", {}, el("h2", {}, name(titleOf(document_))), el("p", { class: "count" }, facts || null,
    address ? [facts ? " · " : null, el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, WORDS.source)] : null,
    only || app.graph.documents.length < 2 ? null : [facts || address ? " · " : null, link(app, { view: "graph", document: [document_.iri] }, WORDS.onlyArticle)]));
}

function articleBody(app, document_, now) {
  const marks = textMarks(app, document_, now);
  const notes = margin(app, document_);
  document_.paragraphs ??= paragraphs(document_.text);
  return el("div", { class: "article-text" }, ...document_.paragraphs.map(([start, end]) => {
    const here = notes.filter((one) => one.at >= start && one.at < end);
    return el("div", { class: "paragraph" }, el("p", { dir: "auto" }, ...marked(app, document_.text, start, end, marks)),
      here.length ? el("ul", { class: "beside" }, ...tree(app, document_, here, null, now)) : null);
  }));
}

// What stands beside the text: attributions and the statements that pass, each with its place and what it is within.
function margin(app, document_) {
  const at = offsetsOf(document_);
  const said = app.graph.attributions.flatMap((one, id) => (one.document === document_.id
    ? [{ attribution: id, at: at([...one.content, ...one.cue, ...one.source][0] ?? Infinity), within: one.within }] : []));
  const told = app.graph.statements.filter((one) => one.document === document_.id && app.passes(one))
    .map((one) => ({ statement: one, at: at(one.evidence[0] ?? 0), within: one.via }));
  return [...said, ...told].filter((one) => Number.isFinite(one.at)).sort((a, b) => a.at - b.at);
}

// The notes within one attribution (null: those within none that stands beside the same paragraph).
function tree(app, document_, notes, within, now) {
  const here = new Set(notes.map((one) => one.attribution).filter((id) => id !== undefined));
  const mine = notes.filter((one) => (within === null ? one.within === null || !here.has(one.within) : one.within === within) && one.within !== one.attribution);
  return mine.map((one) => (one.statement ? statementNote(app, document_, one.statement, within, now) : attributionNote(app, document_, one.attribution, notes, now)));
}

function statementNote(app, document_, one, within, now) {
  const selection = { statement: one.iri, view: "article", article: document_.iri };
  const text = within === null ? `${speakerText(app.graph, one)}: ${factText(app.graph, one)}` : factText(app.graph, one);
  return el("li", { class: `${voiceOf(one)}${one.id === now.statement ? " now" : ""}` }, link(app, selection, text), one.id === now.statement ? inGraph(app, one) : null);
}

// From the text back to the picture.
const inGraph = (app, one) => [" ", link(app, { statement: one.iri, view: "graph" }, WORDS.inGraph, { class: "count" })];

function attributionNote(app, document_, id, notes, now) {
  const one = app.graph.attributions[id];
  const cue = spanText(document_, one.cue);
  const light = (on) => () => document.querySelectorAll(`#article-view mark[data-at~="${id}"]`).forEach((mark) => mark.classList.toggle("lit", on));
  const inner = tree(app, document_, notes, id, now);
  const heading = el("span", { class: "says" }, one.speaker === NARRATOR ? speakerWords(document_, one) : entityLink(app, one.speaker), cue ? word(WORDS.chainCue, { cue }) : null);
  return el("li", { class: "voice", onmouseenter: light(true), onmouseleave: light(false), onfocusin: light(true), onfocusout: light(false) }, heading, inner.length ? el("ul", {}, ...inner) : null);
}

const speakerWords = (document_, one) => spanText(document_, one.source) || WORDS.chainSource;

function textMarks(app, document_, now) {
  const at = offsetsOf(document_);
  const marks = [];
  const add = (spans, kind, extra = {}) => {
    for (let i = 0; i < spans.length; i += 2) marks.push({ start: at(spans[i]), end: at(spans[i + 1]), kind, ...extra });
  };
  app.graph.attributions.forEach((one, id) => {
    if (one.document !== document_.id) return;
    const deep = depthOf(app.graph, id);
    add(one.content, deep > 1 ? `content nested depth-${Math.min(deep, DEEPEST)}` : "content", { said: id });
    add(one.source, "source", { said: id });
    add(one.cue, "says", { said: id });
  });
  for (const one of app.graph.entities) {
    for (let i = 0; i < one.mentions.length; i += 3) {
      if (one.mentions[i] === document_.id) add(one.mentions.slice(i + 1, i + 3), one.id === now.entity ? "mention chosen" : "mention", { entity: one });
    }
  }
  if (now.statement !== undefined && app.graph.statements[now.statement].document === document_.id) add(app.graph.statements[now.statement].evidence, "chosen");
  return marks;
}

// How many attributions an attribution lies in, itself included.
function depthOf(graph, id) {
  const seen = new Set();
  for (let at = id; at !== null && !seen.has(at); at = graph.attributions[at].within) seen.add(at);
  return seen.size;
}

function marked(app, text, start, end, marks) {
  return segments(start, end, marks).map((piece) => {
    const words = text.slice(piece.start, piece.end);
    if (!piece.marks.length) return words;
    const kinds = [...new Set(piece.marks.flatMap((mark) => mark.kind.split(" ")))].join(" ");
    const mention = innermost(piece.marks.filter((mark) => mark.entity));
    const content = mention ? link(app, { entity: mention.entity.iri }, words) : words;
    const said = piece.marks.map((mark) => mark.said).filter((id) => id !== undefined).join(" ");
    return el("mark", { class: kinds, title: mention ? plain(mention.entity.label, 120) : null, "data-at": said || null }, content);
  });
}

function innermost(mentions) {
  return mentions.sort((a, b) => a.end - a.start - (b.end - b.start))[0];
}
