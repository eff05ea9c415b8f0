// Statements in words: as one line of text, and as elements with links to their entities.
import { NARRATOR, UNATTRIBUTED, chain } from "./graph.js";
import { el, name, stanceColor, tint } from "./dom.js";
import { plain, unitOffsets } from "./text.js";
import { WORDS, word } from "./words.js";

export const labelOf = (graph, id, missing = WORDS.someone) =>
  id === null || id === undefined ? missing : plain(graph.entities[id]?.label ?? missing, 120);
export const relationOf = (graph, one) => plain(graph.relations[one.relation].label, 60);

// The sign before a relation that is not simply stated.
export function lineMark({ negative, modality }) {
  const mode = { Asked: "?", Possible: "~", Planned: "»" }[modality] ?? "";
  return `${negative ? "✕" : ""}${mode}`;
}

// What stands on a drawn line: "✕ not denies ×2", "accuses (question)", "accuses +1 ×3" (one more relation, three
// statements in all).
export function lineLabel(graph, line) {
  const mode = line.modality ? ` (${WORDS.modality[line.modality] ?? line.modality})` : "";
  const count = line.statements.length > 1 ? ` ×${line.statements.length}` : "";
  return `${line.negative ? `✕ ${WORDS.not} ` : ""}${relationOf(graph, line)}${mode}${line.others ? ` +${line.others}` : ""}${count}`;
}

// Who says it, as text: "The article says", "BMA source claims".
export function speakerText(graph, one) {
  if (one.speaker === NARRATOR) return WORDS.narratorSays;
  if (one.speaker === UNATTRIBUTED) return WORDS.unattributed;
  return word(one.modality === "Asked" ? WORDS.asks : WORDS.claims, { name: labelOf(graph, one.speaker) });
}

// The whole statement as one line of text, for tooltips and screen readers.
export function statementText(graph, one) {
  return `${speakerText(graph, one)}: ${factText(graph, one)}`;
}

// What is said, without who says it.
export function factText(graph, one) {
  const verb = `${one.negative ? `${WORDS.not} ` : ""}${relationOf(graph, one)}`;
  const object = one.object === null ? contentText(graph, one) : ` ${labelOf(graph, one.object)}`;
  const mode = one.modality ? ` (${WORDS.modality[one.modality] ?? one.modality})` : "";
  return `${labelOf(graph, one.subject)} ${verb}${object}${mode}`;
}

// What a statement without an object is about: " that X rejects Y"; empty when the text does not say.
function contentText(graph, one) {
  const about = graph.statements[one.content[0]];
  if (!about || about === one) return "";
  const verb = `${about.negative ? `${WORDS.not} ` : ""}${relationOf(graph, about)}`;
  const end = about.object === null ? "" : ` ${labelOf(graph, about.object)}`;
  return ` ${WORDS.that} ${labelOf(graph, about.subject)} ${verb}${end}`;
}

// A link to an entity's card; the address can be copied, a click keeps the present filters.
export function entityLink(app, id, missing = WORDS.someone) {
  if (id === null || id === undefined) return el("span", { class: "missing" }, missing);
  const entity = app.graph.entities[id];
  return link(app, { entity: entity.iri }, name(entity.label), { class: "entity" });
}

// A link that selects something in this page.
export function link(app, selection, content, attributes = {}) {
  const onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    app.pick(selection);
  };
  return el("a", { href: app.address(selection), onclick, ...attributes }, content);
}

// The statement as a sentence: SPEAKER claims: SUBJECT relation OBJECT, with its marks.
export function statementLine(app, one) {
  return el("p", { class: "said" }, speakerPart(app, one), " ", entityLink(app, one.subject), " ", relationPart(app, one),
    one.object === null ? aboutPart(app, one) : [" ", entityLink(app, one.object)]);
}

function aboutPart(app, one) {
  const text = contentText(app.graph, one);
  return text ? link(app, { statement: app.graph.statements[one.content[0]].iri }, text, { class: "that" }) : null;
}

function speakerPart(app, one) {
  if (one.speaker === NARRATOR) return el("span", { class: "voice" }, `${WORDS.narratorSays}:`);
  if (one.speaker === UNATTRIBUTED) return el("span", { class: "voice claimed" }, `${WORDS.unattributed}:`);
  return el("span", { class: "voice claimed" }, entityLink(app, one.speaker), ` ${claimVerb(one)}:`);
}

export const claimVerb = (one) => (one.modality === "Asked" ? WORDS.asksLabel : WORDS.claimsLabel);

// The relation in the colour of its stance, with "not" and the modality before it.
export function relationPart(app, one) {
  const stance = app.graph.relations[one.relation].stance;
  const parts = [one.negative ? el("span", { class: "not" }, `✕ ${WORDS.not} `) : null, relationOf(app.graph, one)];
  return el("span", { class: "relation-part" },
    one.modality ? el("span", { class: "mode" }, WORDS.modality[one.modality] ?? one.modality) : null,
    tint(el("span", { class: "relation" }, ...parts.filter(Boolean)), stanceColor(stance)));
}

// "The article reports that X (“told”) says that Y says this."
export function chainLine(app, one) {
  const links = chain(app.graph, one);
  if (!links.length) {
    if (one.speaker === NARRATOR) return el("p", { class: "chain" }, `${WORDS.chainNarrator}.`);
    if (one.speaker === UNATTRIBUTED) return el("p", { class: "chain" }, `${WORDS.chainUnattributed}.`);
    return el("p", { class: "chain" }, WORDS.reportsChain, entityLink(app, one.speaker), `${WORDS.chainEnd}.`);
  }
  const parts = links.flatMap((at, place) => [place ? WORDS.chainSays : null, ...voicePart(app, at)]);
  return el("p", { class: "chain" }, WORDS.reportsChain, ...parts, `${WORDS.chainEnd}.`);
}

function voicePart(app, at) {
  const cue = spanText(app.graph.documents[at.document], at.cue);
  return [entityLink(app, at.speaker, WORDS.chainSource), cue ? word(WORDS.chainCue, { cue }) : null];
}

// The words of code point spans [s, e, s, e …], joined by an ellipsis.
export function spanText(document_, spans) {
  if (document_.text === null) return "";
  const at = offsetsOf(document_);
  const words = [];
  for (let i = 0; i < spans.length; i += 2) words.push(document_.text.slice(at(spans[i]), at(spans[i + 1])));
  return plain(words.join(" … "), 120);
}

// The document's map from code points to UTF-16, made once.
export function offsetsOf(document_) {
  document_.offsets ??= unitOffsets(document_.text ?? "");
  return document_.offsets;
}

// The evidence of a statement as text, for search and the list.
export function evidenceText(graph, one) {
  const document_ = graph.documents[one.document];
  if (document_.text === null) return one.quotes.join(" … ");
  const at = offsetsOf(document_);
  const words = [];
  for (let i = 0; i < one.evidence.length; i += 2) words.push(document_.text.slice(at(one.evidence[i]), at(one.evidence[i + 1])));
  return words.join(" … ");
}

export const titleOf = (document_) => plain(document_.title || document_.identifier || WORDS.untitled, 160);
