// The disputes: what is claimed and what stands against it, side by side, each with who says it and in which words.
import { el, fill, name } from "./dom.js";
import { sentencesOf } from "./files.js";
import { chainLine, entityLink, labelOf, link, statementLine, statementText, titleOf } from "./say.js";
import { clip, plain } from "./text.js";
import { WORDS, word } from "./words.js";

const SHOWN = 20;
const SIDE = 4;

// Disputes about the same claim are one: { claim, counter, parties }, those with most articles and voices first.
export function joinDisputes(graph, passes) {
  const joined = new Map();
  for (const { claim, counter, parties } of graph.disputes) {
    if (!claim.length || !counter.length) continue;
    const known = joined.get(claim.join()) ?? { claim, counter: [], parties: [] };
    joined.set(claim.join(), { claim, counter: [...new Set([...known.counter, ...counter])], parties: [...new Set([...known.parties, ...parties])] });
  }
  const open = [...joined.values()].filter((one) => [...one.claim, ...one.counter].some((id) => passes(graph.statements[id])));
  return open.map((one) => ({ ...one, weight: weigh(graph, one) })).sort((a, b) => b.weight - a.weight || a.claim[0] - b.claim[0]);
}

function weigh(graph, { claim, counter }) {
  const all = [...claim, ...counter].map((id) => graph.statements[id]);
  return new Set(all.map((one) => one.document)).size + new Set(all.map((one) => one.speaker)).size + all.length / 100;
}

// Draw the view; with an entity selected, the disputes it is a party of.
export function drawDisputes(app, element, entity) {
  const all = joinDisputes(app.graph, app.passes);
  const shown = entity === undefined ? all : all.filter((one) => one.parties.includes(entity));
  const heading = el("h2", {}, entity === undefined ? word(WORDS.disputes, { n: shown.length }) : word(WORDS.disputesOf, { n: shown.length, name: labelOf(app.graph, entity) }));
  const rest = el("div");
  const grow = (from) => {
    rest.append(...shown.slice(from, from + SHOWN).map((one) => dispute(app, one)));
    const left = shown.length - from - SHOWN;
    if (left <= 0) return;
    const more = el("button", { type: "button", class: "more" }, word(WORDS.listMore, { n: Math.min(SHOWN, left) }));
    more.addEventListener("click", () => { more.remove(); grow(from + SHOWN); });
    rest.append(more);
  };
  grow(0);
  fill(element, heading, el("p", { class: "note" }, shown.length ? WORDS.disputesHow : WORDS.disputesNone), rest);
}

function dispute(app, { claim, counter, parties }) {
  const who = parties.map((id) => entityLink(app, id));
  return el("section", { class: "sides", "aria-label": statementText(app.graph, app.graph.statements[claim[0]]) },
    who.length ? el("p", { class: "parties" }, el("span", { class: "label" }, WORDS.parties), " ", ...who.flatMap((one, i) => [i ? ", " : null, one])) : null,
    side(app, WORDS.disputeClaim, "claim", claim), side(app, WORDS.disputeCounter, "counter", counter));
}

function side(app, title, kind, ids) {
  const rest = ids.length - SIDE;
  return el("div", { class: kind }, el("h3", {}, title), ...ids.slice(0, SIDE).map((id) => saying(app, app.graph.statements[id])),
    rest > 0 ? el("details", {}, el("summary", {}, word(WORDS.moreStatements, { n: rest })), ...ids.slice(SIDE, 60).map((id) => saying(app, app.graph.statements[id]))) : null);
}

// One statement with its chain of speakers, its words and its article.
function saying(app, one) {
  const document_ = app.graph.documents[one.document];
  const facts = [document_.publisher, document_.issued].filter(Boolean).map((fact) => plain(fact, 60)).join(", ");
  return el("article", { class: "saying" }, statementLine(app, one), el("blockquote", { dir: "auto" }, clip(sentencesOf(app.graph, one).join(" … ").replace(/\s+/g, " "), 400)), chainLine(app, one),
    el("footer", {}, name(titleOf(document_), { class: "document" }), facts ? ` · ${facts}` : null, el("span", { class: "ways" },
      link(app, { statement: one.iri }, WORDS.open), document_.text === null ? null : link(app, { statement: one.iri, view: "article", article: document_.iri }, WORDS.readArticle))));
}
