// The present filters and selection as SPARQL 1.1 over the exported graph: the same statements, one a row. Pure.
import { NARRATOR, UNATTRIBUTED } from "./graph.js";
import { modalityOf } from "./filter.js";

const POLARITIES = ["Positive", "Negative"];
const VOICE = { told: "= kg:Narrator", claimed: "!= kg:Narrator" };
const USED = ["rdf", "rdfs", "rel", "kg", "dct", "schema", "nif"];

// Write the query; `chosen` is null or says which statements are selected:
// { entity: id }, { pair: [id, id] }, { statement: id } or { among: [ids] } (both ends are of these).
export function writeSparql(graph, state, chosen = null) {
  const lines = [...patterns(graph, state), ...selection(graph, chosen)];
  return `${prefixes(graph)}

SELECT ?statement ?subject ?relation ?object ?polarity ?modality ?speaker ?article (MIN(?words) AS ?sentence)
WHERE {
  ?statement a kg:Statement ;
    rdf:predicate ?predicate ;
    kg:polarity ?sign ;
    kg:modality ?mode ;
    kg:attributedTo ?who ;
    kg:inDocument ?document .
${lines.map((line) => `  ${line}\n`).join("")}  OPTIONAL { ?document dct:identifier ?article }
  OPTIONAL { ?statement kg:evidence/nif:anchorOf ?words }
  OPTIONAL { ?statement rdf:subject/rdfs:label ?subject }
  OPTIONAL { ?statement rdf:object/rdfs:label ?object }
  OPTIONAL { ?who rdfs:label ?name }
  BIND(STRAFTER(STR(?predicate), STR(rel:)) AS ?relation)
  BIND(STRAFTER(STR(?sign), "#") AS ?polarity)
  BIND(STRAFTER(STR(?mode), "#") AS ?modality)
  BIND(COALESCE(?name, STRAFTER(STR(?who), "#")) AS ?speaker)
}
GROUP BY ?statement ?subject ?relation ?object ?polarity ?modality ?speaker ?article
ORDER BY ?article ?statement
`;
}

function prefixes(graph) {
  return USED.map((key) => `PREFIX ${key}: <${graph.namespaces[key]}>`).join("\n");
}

function patterns(graph, state) {
  const hide = new Set(state.hide);
  const stances = Object.entries(graph.relations).filter(([, one]) => hide.has(one.stance)).map(([key]) => `rel:${key}`);
  const types = [...new Set(graph.entities.map((one) => one.type))].filter((type) => hide.has(type));
  const modes = [...new Set(graph.statements.map(modalityOf))].filter((mode) => hide.has(mode));
  return [
    state.relation.length ? `FILTER(?predicate IN (${state.relation.map((key) => relationTerm(graph, key)).join(", ")}))` : "",
    stances.length ? `FILTER(?predicate NOT IN (${stances.join(", ")}))` : "",
    ...POLARITIES.filter((one) => hide.has(one)).map((one) => `FILTER(?sign != kg:${one})`),
    modes.length ? `FILTER(?mode NOT IN (${modes.map((mode) => kg(graph, mode)).join(", ")}))` : "",
    ...Object.keys(VOICE).filter((one) => hide.has(one)).map((one) => `FILTER(!(?who ${VOICE[one]}))`),
    state.speaker.length ? `FILTER(?who IN (${state.speaker.map((key) => speakerTerm(graph, key)).join(", ")}))` : "",
    ...types.map((type) => `FILTER NOT EXISTS { ?statement rdf:subject|rdf:object ?end . ?end a ${kg(graph, type)} }`),
    state.document.length ? `FILTER(?document IN (${state.document.map((key) => iri(graph.base + key)).join(", ")}))` : "",
    state.publisher.length ? "?document schema:publisher ?publisher ." : "",
    state.publisher.length ? `FILTER(STR(?publisher) IN (${state.publisher.map(literal).join(", ")}))` : "",
    ...dates(state),
    state.confidence ? `?statement kg:confidence ?confidence . FILTER(?confidence >= ${state.confidence})` : "",
  ].filter(Boolean);
}

// A month or year touches the period when its days do: the borders are cut to its length.
function dates({ since, until }) {
  if (!since && !until) return [];
  return ["?document dct:issued ?issued .", "BIND(SUBSTR(STR(?issued), 1, 10) AS ?day)",
    since ? `FILTER(?day >= SUBSTR("${since}", 1, STRLEN(?day)))` : "",
    until ? `FILTER(?day <= SUBSTR("${until}", 1, STRLEN(?day)))` : ""].filter(Boolean);
}

function selection(graph, chosen) {
  if (!chosen) return [];
  const term = (id) => iri(graph.base + graph.entities[id].iri);
  if (chosen.statement !== undefined) return [`VALUES ?statement { ${iri(graph.base + graph.statements[chosen.statement].iri)} }`];
  if (chosen.entity !== undefined) return [`FILTER EXISTS { ?statement rdf:subject|rdf:object|kg:attributedTo ${term(chosen.entity)} }`];
  if (chosen.pair) {
    const [a, b] = chosen.pair.map(term);
    return [`{ ?statement rdf:subject ${a} ; rdf:object ${b} } UNION { ?statement rdf:subject ${b} ; rdf:object ${a} }`];
  }
  const all = chosen.among.map(term).join(" ");
  return [`VALUES ?from { ${all} }`, `VALUES ?to { ${all} }`, "?statement rdf:subject ?from ; rdf:object ?to ."];
}

// A local name may stand after a prefix only when it is plain.
const local = (prefix, text, graph) => (/^[A-Za-z]\w*$/.test(text) ? `${prefix}:${text}` : iri(graph.namespaces[prefix] + text));
const kg = (graph, text) => local("kg", text, graph);
// A relation's term.
export const relationTerm = (graph, text) => local("rel", text, graph);

function speakerTerm(graph, key) {
  return key === "Narrator" || key === "Unattributed" ? `kg:${key}` : iri(graph.base + key);
}

// An IRI between angle brackets; what may not stand there (SPARQL 1.1, IRIREF) is escaped by percent signs.
export function iri(text) {
  return `<${text.replace(/[\u0000-\u0020<>"{}|^`\\]/g, (char) => encodeURIComponent(char))}>`;
}

// A string literal of SPARQL and Turtle.
export function literal(text) {
  const escapes = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f" };
  return `"${text.replace(/[\\"\n\r\t\b\f]/g, (char) => escapes[char])}"`;
}

// Whether somebody with a name says it.
export const named = (speaker) => speaker !== NARRATOR && speaker !== UNATTRIBUTED;
