// Cards of statements: who says it, how sure, the sentence in its paragraph, and the way to the article.
import { voiceOf } from "./graph.js";
import { el, name } from "./dom.js";
import { chainLine, link, offsetsOf, statementLine, statementText, titleOf } from "./say.js";
import { contextOf, occurrences, outside, paragraphs, plain, segments } from "./text.js";
import { WORDS, word } from "./words.js";

const CARDS = 12;

// The heading of a panel, with the button that closes it.
export function head(app, ...title) {
  const onclick = () => app.pick({});
  return el("div", { class: "panel-head" }, el("h2", {}, ...title),
    el("button", { class: "close", type: "button", "aria-label": WORDS.close, onclick }, "×"));
}

// Cards of statements, the first dozen, the rest on demand.
export function cards(app, statements) {
  const rest = statements.slice(CARDS);
  const made = statements.slice(0, CARDS).map((one) => card(app, one));
  if (rest.length) made.push(more(app, rest, (one) => card(app, one)));
  return made;
}

export function more(app, rest, draw) {
  const button = el("button", { type: "button", class: "more" }, word(WORDS.moreStatements, { n: Math.min(rest.length, 50) }));
  button.addEventListener("click", () => {
    const next = rest.slice(0, 50).map(draw);
    const later = rest.slice(50);
    button.replaceWith(...next, ...(later.length ? [more(app, later, draw)] : []));
    next[0].querySelector("a, button")?.focus();
  });
  return button;
}

// One statement with who says it, how sure, and the sentence in its paragraph.
export function card(app, one) {
  const { graph } = app;
  return el("article", { class: `card ${voiceOf(one)}` }, statementLine(app, one), badges(one), chainLine(app, one),
    one.content.length ? about(app, one) : null, ...evidence(app, one), origin(app, graph.documents[one.document], one));
}

function badges(one) {
  const all = [
    el("span", { class: "badge" }, voiceOf(one) === "told" ? WORDS.told : WORDS.claimed),
    one.negative ? el("span", { class: "badge strong" }, WORDS.denied) : null,
    one.modality ? el("span", { class: "badge strong" }, WORDS.modalityLong[one.modality] ?? one.modality) : null,
    one.timeText || one.time ? el("span", { class: "badge" }, word(WORDS.when, { text: when(one) })) : null,
    one.confidence === undefined ? null
      : el("span", { class: "badge", title: WORDS.confidenceHint }, word(WORDS.confidence, { value: one.confidence.toFixed(2) })),
  ];
  return el("p", { class: "badges" }, ...all);
}

// The time as written, and as resolved where that says more.
export function when(one) {
  const written = plain(one.timeText ?? "", 60);
  return one.time && one.time !== written ? `${written} (${plain(one.time, 40)})`.trim() : written || plain(one.time ?? "", 40);
}

function about(app, one) {
  return el("div", { class: "about" }, el("span", { class: "label" }, WORDS.about),
    el("ul", {}, ...one.content.map((id) => el("li", {},
      link(app, { statement: app.graph.statements[id].iri }, statementText(app.graph, app.graph.statements[id]))))));
}

// The sentence in its paragraph; evidence that lies in one paragraph is shown together.
function evidence(app, one) {
  const document_ = app.graph.documents[one.document];
  if (document_.text === null) return one.quotes.map((text) => el("blockquote", {}, el("mark", { class: "evidence" }, text)));
  document_.paragraphs ??= paragraphs(document_.text);
  const marks = marksOf(app.graph, document_, one);
  const shown = marks.filter((mark) => mark.kind === "evidence")
    .map(({ start, end }) => contextOf(document_.paragraphs, start, end));
  const distinct = shown.filter((part, i) => !shown.slice(0, i).some((p) => p.start <= part.start && part.end <= p.end));
  return distinct.slice(0, 6).map((part) => quote(document_.text, part, marks));
}

function marksOf(graph, document_, one) {
  const at = offsetsOf(document_);
  const ranges = (spans, kind) => {
    const found = [];
    for (let i = 0; i < spans.length; i += 2) found.push({ start: at(spans[i]), end: at(spans[i + 1]), kind });
    return found;
  };
  const shown = ranges(one.evidence, "evidence");
  const cues = shown.flatMap(({ start, end }) => occurrences(document_.text, start, end, one.cues))
    .map((range) => ({ ...range, kind: "cue" }));
  const said = one.via === null ? {} : graph.attributions[one.via];
  return [...ranges(said.content ?? [], "content"), ...ranges(said.source ?? [], "source"), ...ranges(said.cue ?? [], "says"), ...shown,
    ...ranges(one.subjects, "subject"), ...ranges(one.objects, "object"), ...cues];
}

// What the marks in the sentences mean.
export function marksLegend(kinds) {
  return el("p", { class: "marks" }, `${WORDS.marks}: `, ...kinds.flatMap((kind) => [el("mark", { class: kind }, WORDS.mark[kind]), " "]));
}

function quote(text, { start, end, cutBefore, cutAfter }, marks) {
  const parts = segments(start, end, marks).map((piece) => {
    const words = text.slice(piece.start, piece.end);
    const kinds = [...new Set(piece.marks.map((mark) => mark.kind))];
    return kinds.length ? el("mark", { class: kinds.join(" ") }, words) : words;
  });
  return el("blockquote", { dir: "auto" }, cutBefore ? "… " : null, ...parts, cutAfter ? " …" : null);
}

// Where it stands: title, publisher, date, a way into the article and out to its source.
function origin(app, document_, one) {
  const address = outside(document_.source);
  const facts = [document_.publisher, document_.issued].filter(Boolean).map((fact) => plain(fact, 80)).join(", ");
  return el("footer", {}, name(titleOf(document_), { class: "document" }), facts ? ` · ${facts}` : null, el("span", { class: "ways" },
    document_.text === null ? null
      : link(app, { statement: one.iri, view: "article", article: document_.iri }, WORDS.readArticle),
    address ? el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, WORDS.source) : null));
}

// A statement as one line that opens to its card.
export function foldedLine(app, one) {
  const toggle = el("button", { type: "button", class: "toggle", "aria-expanded": "false", "aria-label": `${WORDS.unfold}: ${statementText(app.graph, one)}` });
  const made = el("div", { class: `row ${voiceOf(one)}` }, toggle, statementLine(app, one));
  toggle.addEventListener("click", () => {
    const open = toggle.getAttribute("aria-expanded") === "false";
    toggle.setAttribute("aria-expanded", String(open));
    if (open) made.append(card(app, one));
    else made.lastElementChild.remove();
  });
  return made;
}
