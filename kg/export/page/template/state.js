// What the URL fragment keeps: view, selection, filters, how much is drawn and where one looks. Pure.

const ONE = ["entity", "from", "to", "statement", "article", "path"];
const MANY = ["hide", "relation", "speaker", "document", "publisher"];
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const VIEWS = ["graph", "list", "article", "disputes", "query"];

// `hide` names types, stances, voices, polarities and modalities that are left out; the other lists, where they are
// not empty, what alone is shown. `look` is the zoom and the middle of the picture.
export const START = Object.freeze({
  view: "graph", entity: null, from: null, to: null, statement: null, article: null, path: null, depth: 0,
  hide: [], relation: [], speaker: [], document: [], publisher: [], since: "", until: "", confidence: 0,
  more: 0, apart: false, filters: false, look: null,
});

export const FILTERS = Object.freeze({ hide: [], relation: [], speaker: [], document: [], publisher: [], since: "", until: "", confidence: 0 });

// Write a state as a fragment; IRIs are given without the graph's base.
export function encode(state) {
  const params = new URLSearchParams();
  if (state.view !== START.view) params.set("view", state.view);
  for (const key of ONE) if (state[key]) params.set(key, state[key]);
  if (state.depth) params.set("depth", state.depth);
  for (const key of MANY) for (const value of [...state[key]].sort()) params.append(key, value);
  for (const key of ["since", "until"]) if (state[key]) params.set(key, state[key]);
  if (state.confidence) params.set("confidence", state.confidence);
  if (state.more) params.set("more", state.more);
  for (const key of ["apart", "filters"]) if (state[key]) params.set(key, "1");
  if (state.look) params.set("look", state.look.join(","));
  return params.toString().replaceAll("%2F", "/").replaceAll("%2C", ",");
}

// Read a fragment; what is unknown or malformed is as at the start.
export function decode(fragment) {
  const params = new URLSearchParams(fragment.replace(/^#/, ""));
  const state = { ...START };
  if (VIEWS.includes(params.get("view"))) state.view = params.get("view");
  for (const key of ONE) state[key] = params.get(key) || null;
  for (const key of MANY) state[key] = [...new Set(params.getAll(key).filter(Boolean))];
  for (const key of ["since", "until"]) state[key] = DAY.test(params.get(key) ?? "") ? params.get(key) : "";
  state.depth = whole(params.get("depth"), 4);
  state.more = whole(params.get("more"), 1e6);
  state.confidence = Math.min(Math.max(Number.parseFloat(params.get("confidence")) || 0, 0), 1);
  for (const key of ["apart", "filters"]) state[key] = params.get(key) === "1";
  state.look = readLook(params.get("look"));
  return state;
}

function whole(text, most) {
  const number = Number.parseInt(text, 10);
  return number > 0 ? Math.min(number, most) : 0;
}

function readLook(text) {
  const numbers = (text ?? "").split(",").map(Number);
  return numbers.length === 3 && numbers.every(Number.isFinite) && numbers[0] > 0 ? numbers : null;
}

// The state with another selection; filters and view stay.
export function select(state, selection) {
  return { ...state, entity: null, from: null, to: null, statement: null, path: null, depth: 0, look: null, ...selection };
}

// How many filters are set.
export function countFilters(state) {
  const lists = MANY.reduce((sum, key) => sum + state[key].length, 0);
  return lists + Number(Boolean(state.since || state.until)) + Number(state.confidence > 0);
}
