// Which statements pass the filters, and what there is to filter by. Pure.
import { NARRATOR, UNATTRIBUTED, stanceOf, voiceOf } from "./graph.js";

// What a filter on speakers names besides entities.
const VOICES = { [String(NARRATOR)]: "Narrator", [String(UNATTRIBUTED)]: "Unattributed" };
export const polarityOf = (one) => (one.negative ? "Negative" : "Positive");
export const modalityOf = (one) => one.modality || "Asserted";
export const speakerKey = (graph, one) => VOICES[String(one.speaker)] ?? graph.entities[one.speaker].iri;

// The day, month or year of publication, as written at the article's head; "" where it has none.
export function dayOf(document_) {
  const written = (/^\d{4}(-\d{2}){0,2}/.exec(document_.issued ?? "") ?? [""])[0];
  return written && !Number.isNaN(utc(written).getTime()) ? written : "";
}

// Make the test that a statement passes when no filter of the state hides it.
export function makeFilter(graph, state) {
  const tests = [hidden(graph, new Set(state.hide)), only(state.relation, (one) => one.relation),
    only(state.speaker, (one) => speakerKey(graph, one)), documentTest(graph, state), confidenceTest(state)].filter(Boolean);
  return (one) => tests.every((test) => test(one));
}

// The same test asked once of every statement: { passes, n }, with n how many pass.
export function sift(graph, state) {
  const test = makeFilter(graph, state);
  const good = Uint8Array.from(graph.statements, (one) => (test(one) ? 1 : 0));
  return { passes: (one) => good[one.id] === 1, n: good.reduce((sum, one) => sum + one, 0) };
}

function hidden(graph, hide) {
  if (!hide.size) return null;
  const relations = new Set(Object.keys(graph.relations).filter((key) => hide.has(graph.relations[key].stance)));
  const typed = graph.entities.some((one) => hide.has(one.type));
  const typeShown = (id) => id === null || !hide.has(graph.entities[id].type);
  return (one) => !relations.has(one.relation) && !hide.has(voiceOf(one)) && !hide.has(polarityOf(one)) &&
    !hide.has(modalityOf(one)) && (!typed || (typeShown(one.subject) && typeShown(one.object)));
}

function only(values, of) {
  const wanted = new Set(values);
  return wanted.size ? (one) => wanted.has(of(one)) : null;
}

// What articles pass is decided once for all their statements.
function documentTest(graph, { document, publisher, since, until }) {
  if (!document.length && !publisher.length && !since && !until) return null;
  const passes = graph.documents.map((one) => (!document.length || document.includes(one.iri)) &&
    (!publisher.length || publisher.includes(one.publisher)) && within(dayOf(one), since, until));
  return (one) => passes[one.document];
}

// Whether a day, month or year touches a period of days; what has no date lies in no period.
export function within(day, since, until) {
  if (!since && !until) return true;
  return day !== "" && (!since || day >= since.slice(0, day.length)) && (!until || day <= until.slice(0, day.length));
}

const confidenceTest = ({ confidence }) => (confidence ? (one) => (one.confidence ?? 0) >= confidence : null);

// Count statements by what they can be filtered by, and entities in relations by type.
export function counts(graph) {
  const found = new Map();
  const add = (key) => found.set(key, (found.get(key) ?? 0) + 1);
  for (const one of graph.statements) {
    for (const key of [stanceOf(graph, one), voiceOf(one), polarityOf(one), modalityOf(one), `relation ${one.relation}`,
      `speaker ${speakerKey(graph, one)}`, `document ${one.document}`]) add(key);
  }
  for (const one of graph.entities) if (one.weight) add(one.type);
  return found;
}

// All speakers by key, the one with most statements first: [{ key, n }].
export function speakersOf(found) {
  const rows = [...found].filter(([key]) => key.startsWith("speaker ")).map(([key, n]) => ({ key: key.slice(8), n }));
  return rows.sort((a, b) => b.n - a.n || (a.key < b.key ? -1 : 1));
}

const DAYS_SHOWN = 70;
const MONTHS_SHOWN = 120;

// Cut the time between the first and the last article into days, months or years: [{ start, end, n }] with whole days
// "2024-06-01", both ends included; `n` counts the statements given. Undated articles are in none.
export function periods(graph, statements) {
  const days = graph.documents.map(dayOf).filter(Boolean).sort();
  if (!days.length) return [];
  const all = spans(days[0], days[days.length - 1]);
  const place = new Map(all.flatMap((span, i) => [[span.start.slice(0, all.width), i]]));
  for (const one of statements) {
    const day = dayOf(graph.documents[one.document]);
    const at = place.get(day.slice(0, all.width)) ?? (day ? all.findIndex((span) => within(day, span.start, span.end)) : -1);
    if (at >= 0 && all[at]) all[at].n += 1;
  }
  return all;
}

function spans(first, last) {
  const from = utc(first);
  const to = utc(last);
  const months = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth() + 1;
  const width = (to - from) / 864e5 < DAYS_SHOWN && last.length === 10 ? 10 : months <= MONTHS_SHOWN ? 7 : 4;
  const found = [];
  for (let at = from; day(at).slice(0, width) <= day(to).slice(0, width); at = following(at, width)) {
    found.push({ start: border(at, width, 0), end: border(at, width, 1), n: 0 });
  }
  return Object.assign(found, { width });
}

const utc = (text) => new Date(`${`${text}-01-01`.slice(0, 10)}T00:00:00Z`);
const day = (date) => date.toISOString().slice(0, 10);

function following(date, width) {
  const [y, m, d] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  return new Date(width === 10 ? Date.UTC(y, m, d + 1) : width === 7 ? Date.UTC(y, m + 1, 1) : Date.UTC(y + 1, 0, 1));
}

// The first (0) or last (1) day of the day, month or year that a date lies in.
function border(date, width, which) {
  const start = new Date(`${`${day(date).slice(0, width)}-01-01`.slice(0, 10)}T00:00:00Z`);
  return which ? day(new Date(following(start, width) - 864e5)) : day(start);
}
