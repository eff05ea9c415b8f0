// The panel beside the picture: statements between two entities, an entity's card, the overview.
import { UNATTRIBUTED, between, voiceOf } from "./graph.js";
import { el, fill, name, shapeIcon, tint, typeColor, typeLook } from "./dom.js";
import { chainLine, entityLink, labelOf, link, offsetsOf, statementLine, statementText, titleOf } from "./say.js";
import { contextOf, occurrences, outside, paragraphs, plain, segments } from "./text.js";
import { WORDS, word } from "./words.js";

const CARDS = 12;
const THINGS = new Set(["Topic", "Event", "Role", "Place"]);

// Draw the panel for what is selected: { entity } or { pair: [a, b] } or { statement } or nothing.
export function drawPanel(app, element, picked) {
  if (picked.statement !== undefined) statementPanel(app, element, app.graph.statements[picked.statement]);
  else if (picked.pair) pairPanel(app, element, picked.pair);
  else if (picked.entity !== undefined) entityPanel(app, element, app.graph.entities[picked.entity]);
  else overview(app, element);
  element.scrollTop = 0;
}

function head(app, ...title) {
  const onclick = () => app.pick({});
  return el("div", { class: "panel-head" }, el("h2", {}, ...title),
    el("button", { class: "close", type: "button", "aria-label": WORDS.close, onclick }, "×"));
}

function statementPanel(app, element, one) {
  const others = one.subject !== null && one.object !== null ? between(app.graph, one.subject, one.object).filter((x) => x !== one) : [];
  fill(element, head(app, statementTitle(app, one)), card(app, one),
    others.length ? el("h3", {}, word(WORDS.between, pairWords(app, one.subject, one.object, others.length + 1))) : null,
    ...cards(app, others));
}

const statementTitle = (app, one) => `${labelOf(app.graph, one.subject)} → ${labelOf(app.graph, one.object, WORDS.nothingNamed)}`;
const pairWords = (app, a, b, n) => ({ a: labelOf(app.graph, a), b: labelOf(app.graph, b), n });

function pairPanel(app, element, [a, b]) {
  const passing = between(app.graph, a, b).filter(app.passes);
  fill(element, head(app, name(app.graph.entities[a].label), " – ", name(app.graph.entities[b].label)),
    el("p", { class: "count" }, word(WORDS.statements, { n: passing.length })), ...cards(app, passing));
}

// Cards of statements, the first dozen, the rest on demand.
function cards(app, statements) {
  const rest = statements.slice(CARDS);
  const made = statements.slice(0, CARDS).map((one) => card(app, one));
  if (rest.length) made.push(more(app, rest, (one) => card(app, one)));
  return made;
}

function more(app, rest, draw) {
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
  const marks = marksOf(document_, one);
  const shown = marks.filter((mark) => mark.kind === "evidence")
    .map(({ start, end }) => contextOf(document_.paragraphs, start, end));
  const distinct = shown.filter((part, i) => !shown.slice(0, i).some((p) => p.start <= part.start && part.end <= p.end));
  return distinct.slice(0, 6).map((part) => quote(document_.text, part, marks));
}

function marksOf(document_, one) {
  const at = offsetsOf(document_);
  const ranges = (spans, kind) => {
    const found = [];
    for (let i = 0; i < spans.length; i += 2) found.push({ start: at(spans[i]), end: at(spans[i + 1]), kind });
    return found;
  };
  const shown = ranges(one.evidence, "evidence");
  const cues = shown.flatMap(({ start, end }) => occurrences(document_.text, start, end, one.cues))
    .map((range) => ({ ...range, kind: "cue" }));
  return [...shown, ...ranges(one.subjects, "subject"), ...ranges(one.objects, "object"), ...cues];
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

function entityPanel(app, element, entity) {
  const { graph } = app;
  const label = plain(entity.label, 120);
  const type = tint(el("p", { class: "type" }, shapeIcon(typeLook(graph, entity.type)), WORDS.types[entity.type] ?? plain(entity.type, 40),
    el("span", { class: "count" }, ` · ${word(WORDS.statements, { n: entity.weight })} · ${mentioned(entity)}`)), typeColor(graph, entity.type));
  fill(element, head(app, name(entity.label)), type,
    entity.anonymous ? el("p", { class: "note" }, WORDS.unnamedSource) : null,
    facts(WORDS.alsoNamed, entity.aliases, (text) => name(text)),
    facts(WORDS.whyMerged, entity.merges, (text) => plain(text, 400)),
    facts(WORDS.sameAs, entity.same, sameAs),
    ...group(app, word(WORDS.asSubject, { name: label }), entity.subjects),
    ...group(app, word(WORDS.asObject, { name: label }), entity.objects.filter((id) => !entity.subjects.includes(id))),
    ...group(app, word(WORDS.asSpeaker, { name: label }), entity.speaks));
}

const mentioned = (entity) => word(WORDS.mentionedIn, { n: entity.mentions.length / 3 });

function sameAs(iri) {
  return outside(iri) ? el("a", { href: iri, target: "_blank", rel: "noopener noreferrer" }, plain(iri, 120)) : plain(iri, 120);
}

function facts(title, values, draw) {
  if (!values.length) return null;
  return el("details", { class: "facts", open: values.length <= 12 }, el("summary", {}, `${title} (${values.length})`),
    el("ul", {}, ...values.slice(0, 200).map((value) => el("li", {}, draw(value)))));
}

function group(app, title, ids) {
  const passing = ids.map((id) => app.graph.statements[id]).filter(app.passes);
  if (!passing.length) return [];
  const rest = passing.slice(CARDS);
  const rows = passing.slice(0, CARDS).map((one) => foldedLine(app, one));
  if (rest.length) rows.push(more(app, rest, (one) => foldedLine(app, one)));
  return [el("h3", {}, title, el("span", { class: "count" }, ` ${passing.length}`)), ...rows];
}

// A statement as one line that opens to its card.
function foldedLine(app, one) {
  const made = el("details", { class: `row ${voiceOf(one)}` }, el("summary", {}, statementLine(app, one)));
  made.addEventListener("toggle", () => {
    if (made.open && made.childElementCount === 1) made.append(card(app, one));
  });
  return made;
}

function overview(app, element) {
  const { graph } = app;
  const actors = graph.entities.filter((one) => one.weight && !THINGS.has(one.type)).sort((a, b) => b.weight - a.weight || a.id - b.id).slice(0, 10);
  fill(element, el("p", { class: "lead" }, summary(graph)),
    el("p", { class: "note" }, WORDS.howTo, " ", WORDS.howToRead),
    ...disputes(app),
    actors.length ? el("h3", {}, WORDS.overviewActors) : null,
    el("ol", { class: "actors" }, ...actors.map((one) => tint(el("li", {}, shapeIcon(typeLook(graph, one.type)),
      entityLink(app, one.id), el("span", { class: "count" }, ` ${word(WORDS.statements, { n: one.weight })}`)), typeColor(graph, one.type)))));
}

function summary(graph) {
  const claimed = graph.statements.filter((one) => voiceOf(one) === "claimed");
  const speakers = new Set(claimed.map((one) => one.speaker).filter((id) => id !== UNATTRIBUTED)).size;
  const voices = word(WORDS.overviewVoice, { told: graph.statements.length - claimed.length, claimed: claimed.length,
    speakers: word(WORDS.speakers, { n: speakers }) });
  return `${word(WORDS.statements, { n: graph.statements.length })}: ${voices}.`;
}

function disputes(app) {
  const shown = joinDisputes(app.graph.disputes).slice(0, 6);
  if (!shown.length) return [];
  return [el("h3", {}, WORDS.overviewDisputes), ...shown.map((one) => el("div", { class: "dispute" },
    side(app, WORDS.disputeClaim, one.claim), side(app, WORDS.disputeCounter, one.counter)))];
}

// Disputes about the same claim are shown as one.
function joinDisputes(disputes) {
  const joined = new Map();
  for (const { claim, counter } of disputes) {
    if (!claim.length || !counter.length) continue;
    const known = joined.get(claim.join()) ?? { claim, counter: [] };
    joined.set(claim.join(), { claim, counter: [...new Set([...known.counter, ...counter])] });
  }
  return [...joined.values()].sort((a, b) => b.counter.length - a.counter.length);
}

function side(app, title, ids) {
  return el("div", {}, el("span", { class: "label" }, title), el("ul", {}, ...ids.slice(0, 3).map((id) => el("li", {},
    link(app, { statement: app.graph.statements[id].iri }, statementText(app.graph, app.graph.statements[id]))))));
}
