// The selection as files for other programs: CSV, GraphML and Turtle. Pure.
import { NARRATOR } from "./graph.js";
import { modalityOf, polarityOf, speakerKey } from "./filter.js";
import { iri, literal, named, relationTerm } from "./sparql.js";
import { fold, unitOffsets } from "./text.js";

// Characters that XML 1.0 cannot hold.
const UNWRITABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const ROW = ["statement", "speaker", "subject", "relation", "object", "polarity", "modality", "time_text", "time",
  "confidence", "cue", "sentence", "article", "published", "publisher", "source"];

// Give the words of code point spans [s, e, s, e …] of a document; [] where its text is not in the file.
export function wordsOf(document_, spans) {
  if (document_.text === null) return [];
  document_.offsets ??= unitOffsets(document_.text);
  const found = [];
  for (let i = 0; i < spans.length; i += 2) found.push(document_.text.slice(document_.offsets(spans[i]), document_.offsets(spans[i + 1])));
  return found;
}

export const sentencesOf = (graph, one) => (one.quotes.length ? one.quotes : wordsOf(graph.documents[one.document], one.evidence));

// Write statements as CSV (RFC 4180), one a row.
export function writeCsv(graph, statements) {
  const rows = statements.map((one) => csvRow(graph, one));
  return [ROW, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

function csvRow(graph, one) {
  const document_ = graph.documents[one.document];
  const label = (id) => (id === null ? "" : graph.entities[id].label);
  return [graph.base + one.iri, named(one.speaker) ? label(one.speaker) : speakerKey(graph, one), label(one.subject), one.relation,
    label(one.object), polarityOf(one), modalityOf(one), one.timeText ?? "", one.time ?? "", one.confidence?.toFixed(2) ?? "",
    one.cues.join(" | "), sentencesOf(graph, one).join(" … "), document_.title || document_.identifier, document_.issued ?? "",
    document_.publisher ?? "", document_.source ?? ""];
}

// A table program takes a cell that begins like a formula for one: an apostrophe before it keeps it text (OWASP).
function cell(value) {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const NODE = { label: "string", type: "string", anonymous: "boolean" };
const EDGE = { relation: "string", label: "string", stance: "string", polarity: "string", modality: "string", speaker: "string",
  claimed: "boolean", confidence: "double", sentence: "string", article: "string", published: "string" };

// Write statements with both ends as GraphML: entities are nodes, each statement is a directed edge.
export function writeGraphml(graph, statements) {
  const edges = statements.filter((one) => one.subject !== null && one.object !== null);
  const nodes = [...new Set(edges.flatMap((one) => [one.subject, one.object]))].sort((a, b) => a - b);
  const keys = [["node", NODE], ["edge", EDGE]].flatMap(([kind, names]) => Object.entries(names).map(([key, type]) =>
    `  <key id="${kind}-${key}" for="${kind}" attr.name="${key}" attr.type="${type}"/>`));
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">', ...keys,
    '  <graph id="newskg" edgedefault="directed">', ...nodes.map((id) => node(graph, id)), ...edges.map((one) => edge(graph, one)),
    "  </graph>", "</graphml>", ""].join("\n");
}

function node(graph, id) {
  const { iri: name, label, type, anonymous } = graph.entities[id];
  return `    <node id="${xml(graph.base + name)}">${data("node", { label, type, anonymous })}</node>`;
}

function edge(graph, one) {
  const { label, stance } = graph.relations[one.relation];
  const document_ = graph.documents[one.document];
  const values = { relation: one.relation, label, stance, polarity: polarityOf(one), modality: modalityOf(one),
    speaker: named(one.speaker) ? graph.entities[one.speaker].label : speakerKey(graph, one), claimed: one.speaker !== NARRATOR,
    confidence: one.confidence, sentence: sentencesOf(graph, one).join(" … "), article: document_.title || document_.identifier,
    published: document_.issued };
  const ends = [one.subject, one.object].map((id) => xml(graph.base + graph.entities[id].iri));
  return `    <edge id="${xml(graph.base + one.iri)}" source="${ends[0]}" target="${ends[1]}">${data("edge", values)}</edge>`;
}

function data(kind, values) {
  return Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== "")
    .map(([key, value]) => `<data key="${kind}-${key}">${xml(String(value))}</data>`).join("");
}

// Text for XML elements and attributes.
export function xml(text) {
  const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(UNWRITABLE, "\ufffd").replace(/[&<>"]/g, (char) => escapes[char]);
}

// Write statements as Turtle 1.1, with their entities, articles, attributions and spans: triples of the whole graph,
// under the same IRIs; texts of articles and what makes no sense without the rest are left out.
export function writeTurtle(graph, statements) {
  const chosen = new Set(statements.map((one) => one.id));
  const attributions = new Set(statements.flatMap((one) => around(graph, one.via)));
  const ids = [...statements.flatMap((one) => [one.subject, one.object, one.speaker]),
    ...[...attributions].map((id) => graph.attributions[id].speaker)];
  const entities = [...new Set(ids.filter((id) => id !== null && id >= 0))].sort((a, b) => a - b);
  const documents = [...new Set(statements.map((one) => one.document))].sort((a, b) => a - b);
  const spans = new Map();
  const body = [...documents.map((id) => documentNode(graph, graph.documents[id])),
    ...entities.map((id) => entityNode(graph, graph.entities[id])),
    ...statements.map((one) => statementNode(graph, one, chosen, spans)),
    ...[...attributions].sort((a, b) => a - b).map((id) => attributionNode(graph, id, spans)),
    ...[...new Set(statements.map((one) => direct(graph, one)).filter(Boolean))].sort(), ...[...spans.values()]];
  return `${Object.entries(graph.namespaces).map(([key, name]) => `@prefix ${key}: <${name}> .`).join("\n")}\n\n${body.join("\n")}`;
}

function around(graph, via) {
  const found = [];
  for (let at = via; at !== null && at !== undefined && !found.includes(at); at = graph.attributions[at].within) found.push(at);
  return found;
}

const full = (graph, name) => iri(graph.base + name);
const kgTerm = (graph, name) => (/^[A-Za-z]\w*$/.test(name) ? `kg:${name}` : iri(graph.namespaces.kg + name));

// A node as Turtle; rows without a value are left out.
function written(subject, rows) {
  const kept = rows.flatMap(([predicate, values]) => [values].flat().filter((value) => value !== null && value !== undefined)
    .map((value) => `${predicate} ${value}`));
  return kept.length ? `${subject} ${kept.join(" ;\n  ")} .\n` : "";
}

const text = (value) => (value ? literal(value) : null);

function documentNode(graph, one) {
  return written(full(graph, one.iri), [["a", ["kg:Document", "schema:NewsArticle", "nif:Context"]], ["dct:identifier", text(one.identifier)],
    ["dct:title", text(one.title)], ["dct:issued", moment(one.issued)], ["schema:publisher", text(one.publisher)], ["dct:source", text(one.source)]]);
}

function entityNode(graph, one) {
  return written(full(graph, one.iri), [["a", kgTerm(graph, one.type)], ["rdfs:label", literal(one.label)], ["skos:altLabel", one.aliases.map(literal)],
    ["kg:anonymous", one.anonymous ? "true" : null], ["owl:sameAs", one.same.map(iri)], ["kg:mergeReason", one.merges.map(literal)]]);
}

function statementNode(graph, one, chosen, spans) {
  const end = (id) => (id === null ? null : full(graph, graph.entities[id].iri));
  const at = (values, kind) => spanNames(graph, one.document, values, spans, kind);
  return written(full(graph, one.iri), [["a", "kg:Statement"], ["rdf:subject", end(one.subject)], ["rdf:predicate", relationTerm(graph, one.relation)],
    ["rdf:object", end(one.object)], ["kg:polarity", `kg:${polarityOf(one)}`], ["kg:modality", kgTerm(graph, modalityOf(one))],
    ["kg:attributedTo", named(one.speaker) ? end(one.speaker) : `kg:${speakerKey(graph, one)}`], ["kg:cue", one.cues.map(literal)],
    ["kg:content", one.content.filter((id) => chosen.has(id)).map((id) => full(graph, graph.statements[id].iri))],
    ["kg:evidence", at(one.evidence, "kg:Evidence")], ["kg:subjectMention", at(one.subjects)], ["kg:objectMention", at(one.objects)],
    ["kg:timeText", text(one.timeText)], ["kg:time", moment(one.time)], ["kg:confidence", one.confidence === undefined ? null : one.confidence.toFixed(2)],
    ["kg:viaAttribution", one.via === null ? null : full(graph, graph.attributions[one.via].iri)], ["kg:inDocument", full(graph, graph.documents[one.document].iri)]]);
}

function attributionNode(graph, id, spans) {
  const one = graph.attributions[id];
  const at = (values) => spanNames(graph, one.document, values, spans);
  return written(full(graph, one.iri), [["a", "kg:Attribution"], ["kg:inDocument", full(graph, graph.documents[one.document].iri)],
    ["kg:quotation", one.quotation ? `kg:${one.quotation}` : null], ["kg:sourceSpan", at(one.source)], ["kg:cueSpan", at(one.cue)],
    ["kg:contentSpan", at(one.content)], ["kg:speaker", one.speaker === null ? null : full(graph, graph.entities[one.speaker].iri)],
    ["kg:within", one.within === null ? null : full(graph, graph.attributions[one.within].iri)]]);
}

// Name the spans and note their nodes (RFC 5147).
function spanNames(graph, document, values, spans, kind = null) {
  const names = [];
  for (let i = 0; i < values.length; i += 2) {
    const [start, end] = values.slice(i, i + 2);
    const name = full(graph, `${graph.documents[document].iri}#char=${start},${end}`);
    names.push(name);
    if (spans.has(name) && !kind) continue;
    const [words] = wordsOf(graph.documents[document], [start, end]);
    spans.set(name, written(name, [["a", ["nif:RFC5147String", kind]], ["nif:referenceContext", full(graph, graph.documents[document].iri)],
      ["nif:beginIndex", `"${start}"^^xsd:nonNegativeInteger`], ["nif:endIndex", `"${end}"^^xsd:nonNegativeInteger`],
      ["nif:anchorOf", words === undefined ? null : literal(words)]]));
  }
  return names;
}

// The one triple of an asserted statement with both ends: fact and claim, yes and no in namespaces of their own.
function direct(graph, one) {
  if (one.modality || one.subject === null || one.object === null) return null;
  const prefix = `${one.speaker === NARRATOR ? "" : "claim"}${one.negative ? "not" : ""}` || "rel";
  return `${full(graph, graph.entities[one.subject].iri)} ${prefix}:${one.relation} ${full(graph, graph.entities[one.object].iri)} .\n`;
}

const MOMENTS = [[/^[12]\d{3}$/, "gYear"], [/^[12]\d{3}-(0[1-9]|1[0-2])$/, "gYearMonth"], [/^\d{4}-\d{2}-\d{2}$/, "date"],
  [/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-](0\d|1[0-3]):[0-5]\d)?$/, "dateTime"]];

// A date, time, month or year with its datatype; anything else is a string.
function moment(value) {
  if (!value) return null;
  const [, type] = MOMENTS.find(([form]) => form.test(value)) ?? [];
  const real = type && !Number.isNaN(Date.parse(value.slice(0, 10)));
  return real ? `"${value}"^^xsd:${type}` : literal(value);
}

// A short name for a file, of letters and digits.
export const fileName = (title) => fold(title).replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60).replace(/^-+|-+$/g, "") || "newskg";
