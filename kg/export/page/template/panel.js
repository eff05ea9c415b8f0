// The panel beside the picture: a statement, statements between two entities, an entity's card, the overview.
import { UNATTRIBUTED, between, voiceOf } from "./graph.js";
import { cards, card, foldedLine, head, marksLegend, more } from "./cards.js";
import { el, fill, name, shapeIcon, tint, typeColor, typeLook } from "./dom.js";
import { joinDisputes } from "./disputes.js";
import { entityPanel } from "./entity.js";
import { entityLink, labelOf, link, statementText } from "./say.js";
import { WORDS, word } from "./words.js";

const THINGS = new Set(["Topic", "Event", "Role", "Place"]);
const MARKS = ["source", "says", "content", "evidence", "subject", "cue", "object"];
const DISPUTES = 4;
const ROWS_SHOWN = 12;

// Draw the panel for what is selected: { entity } or { pair: [a, b] } or { statement } or nothing.
export function drawPanel(app, element, picked) {
  if (picked.statement !== undefined) statementPanel(app, element, app.graph.statements[picked.statement]);
  else if (picked.pair) pairPanel(app, element, picked.pair);
  else if (picked.entity !== undefined) entityPanel(app, element, app.graph.entities[picked.entity]);
  else overview(app, element);
  element.scrollTop = 0;
}

function statementPanel(app, element, one) {
  const others = one.subject !== null && one.object !== null ? between(app.graph, one.subject, one.object).filter((x) => x !== one) : [];
  fill(element, head(app, statementTitle(app, one)), card(app, one), marksLegend(MARKS),
    others.length ? el("h3", {}, word(WORDS.between, pairWords(app, one.subject, one.object, others.length + 1))) : null,
    ...cards(app, others));
}

const statementTitle = (app, one) => `${labelOf(app.graph, one.subject)} → ${labelOf(app.graph, one.object, WORDS.nothingNamed)}`;
const pairWords = (app, a, b, n) => ({ a: labelOf(app.graph, a), b: labelOf(app.graph, b), n });

function pairPanel(app, element, [a, b]) {
  const passing = between(app.graph, a, b).filter(app.passes);
  fill(element, head(app, name(app.graph.entities[a].label), " – ", name(app.graph.entities[b].label)),
    el("p", { class: "count" }, word(WORDS.statements, { n: passing.length })), ...cards(app, passing), marksLegend(MARKS));
}

// What passes the filters: how much, said by whom, what is disputed, the main actors, and, where filtered, the statements.
function overview(app, element) {
  const { graph } = app;
  const passing = graph.statements.filter(app.passes);
  const filtered = passing.length < graph.statements.length;
  const weights = weighParts(passing);
  const actors = graph.entities.filter((one) => weights.has(one.id) && !THINGS.has(one.type)).sort((a, b) => weights.get(b.id) - weights.get(a.id) || a.id - b.id).slice(0, 10);
  fill(element, el("h2", { class: "unseen" }, WORDS.overview), el("p", { class: "lead" }, summary(passing)),
    filtered ? null : el("p", { class: "note" }, WORDS.howTo, " ", WORDS.howToRead),
    ...(filtered ? passingRows(app, passing) : shortDisputes(app)),
    actors.length ? el("h3", {}, WORDS.overviewActors) : null,
    el("ol", { class: "actors" }, ...actors.map((one) => tint(el("li", {}, shapeIcon(typeLook(graph, one.type)),
      entityLink(app, one.id), el("span", { class: "count" }, ` ${word(WORDS.statements, { n: weights.get(one.id) })}`)), typeColor(graph, one.type)))));
}

// In how many of the statements each entity takes part.
function weighParts(statements) {
  const found = new Map();
  for (const one of statements) {
    for (const id of new Set([one.subject, one.object, one.speaker])) if (id !== null && id !== UNATTRIBUTED) found.set(id, (found.get(id) ?? 0) + 1);
  }
  return found;
}

function passingRows(app, passing) {
  const rest = passing.slice(ROWS_SHOWN);
  return [...passing.slice(0, ROWS_SHOWN).map((one) => foldedLine(app, one)), rest.length ? more(app, rest, (one) => foldedLine(app, one)) : null];
}

function summary(statements) {
  const claimed = statements.filter((one) => voiceOf(one) === "claimed");
  const speakers = new Set(claimed.map((one) => one.speaker).filter((id) => id !== UNATTRIBUTED)).size;
  const voices = word(WORDS.overviewVoice, { told: statements.length - claimed.length, claimed: claimed.length,
    speakers: word(WORDS.speakers, { n: speakers }) });
  return `${word(WORDS.statements, { n: statements.length })}: ${voices}.`;
}

function shortDisputes(app) {
  const all = joinDisputes(app.graph, app.passes);
  if (!all.length) return [];
  return [el("h3", {}, WORDS.overviewDisputes, " ", link(app, { view: "disputes" }, word(WORDS.allDisputes, { n: all.length }), { class: "count" })),
    ...all.slice(0, DISPUTES).map((one) => el("div", { class: "dispute" }, shortSide(app, WORDS.disputeClaim, one.claim), shortSide(app, WORDS.disputeCounter, one.counter)))];
}

function shortSide(app, title, ids) {
  return el("div", {}, el("span", { class: "label" }, title), el("ul", {}, ...ids.slice(0, 2).map((id) => el("li", {},
    link(app, { statement: app.graph.statements[id].iri }, statementText(app.graph, app.graph.statements[id]))))));
}
