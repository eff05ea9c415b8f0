// All statements as a table: the same content as the picture, for reading, keyboard and screen reader.
import { NARRATOR, UNATTRIBUTED } from "./graph.js";
import { el, fill, name } from "./dom.js";
import { claimVerb, entityLink, evidenceText, link, relationPart, statementText, titleOf } from "./say.js";
import { when } from "./cards.js";
import { clip } from "./text.js";
import { WORDS, word } from "./words.js";

const PAGE = 100;

// Draw the table of the statements that pass the filters, a hundred at first.
export function drawList(app, element, chosen) {
  const passing = app.graph.statements.filter(app.passes);
  const body = el("tbody");
  const table = el("table", {}, el("caption", { class: "unseen" }, WORDS.listTitle), heading(), body);
  const button = el("button", { type: "button", class: "more" });
  let drawn = 0;
  const grow = () => {
    body.append(...passing.slice(drawn, drawn + PAGE).map((one) => row(app, one, chosen)));
    drawn = Math.min(drawn + PAGE, passing.length);
    button.textContent = word(WORDS.listMore, { n: Math.min(PAGE, passing.length - drawn) });
    button.hidden = drawn >= passing.length;
  };
  button.addEventListener("click", grow);
  grow();
  fill(element, el("p", { class: "count" }, count(app, passing.length)), table, button);
}

function count(app, passing) {
  const all = app.graph.statements.length;
  return passing === all ? word(WORDS.statements, { n: all })
    : `${word(WORDS.listShown, { shown: passing, all })}, ${word(WORDS.listHidden, { n: all - passing })}`;
}

function heading() {
  return el("thead", {}, el("tr", {}, ...Object.values(WORDS.column).map((text) => el("th", { scope: "col" }, text))));
}

function row(app, one, chosen) {
  const document_ = app.graph.documents[one.document];
  const cells = {
    speaker: speaker(app, one),
    subject: entityLink(app, one.subject),
    relation: relationPart(app, { ...one, modality: "" }),
    object: entityLink(app, one.object, WORDS.nothingNamed),
    how: how(one),
    when: when(one),
    evidence: link(app, { statement: one.iri }, clip(evidenceText(app.graph, one).replace(/\s+/g, " "), 180),
      { class: "sentence", "aria-label": `${WORDS.open}: ${statementText(app.graph, one)}` }),
    document: name(titleOf(document_)),
  };
  const attributes = { id: `row-${one.id}`, class: one.id === chosen ? "chosen" : null, "aria-current": one.id === chosen ? "true" : null };
  return el("tr", attributes, ...Object.entries(cells).map(([key, value]) => el("td", { class: key, "data-label": WORDS.column[key] }, value)));
}

function speaker(app, one) {
  if (one.speaker === NARRATOR) return WORDS.narratorSays;
  return one.speaker === UNATTRIBUTED ? WORDS.unattributed : [entityLink(app, one.speaker), ` ${claimVerb(one)}`];
}

function how(one) {
  const parts = [one.negative ? WORDS.denied : "", one.modality ? WORDS.modality[one.modality] ?? one.modality : ""];
  return parts.filter(Boolean).join(", ");
}
