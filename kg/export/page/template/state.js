// What the URL fragment keeps: view, selection, filters, how many entities. Pure.

export const START = { view: "graph", entity: null, from: null, to: null, statement: null, article: null, hide: [], more: 0 };
const VIEWS = ["graph", "list", "article"];

// Write a state as a fragment; IRIs are given without the graph's base.
export function encode(state) {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(state)) {
    if (key === "hide" ? value.length : value && value !== START[key]) {
      params.set(key, key === "hide" ? [...value].sort().join(",") : String(value));
    }
  }
  return params.toString().replaceAll("%2F", "/").replaceAll("%2C", ",");
}

// Read a fragment; what is unknown or malformed is as at the start.
export function decode(fragment) {
  const params = new URLSearchParams(fragment.replace(/^#/, ""));
  const state = { ...START, hide: [] };
  for (const key of ["entity", "from", "to", "statement", "article"]) state[key] = params.get(key) || null;
  if (VIEWS.includes(params.get("view"))) state.view = params.get("view");
  if (params.get("hide")) state.hide = params.get("hide").split(",").filter(Boolean);
  const more = Number.parseInt(params.get("more"), 10);
  if (more > 0) state.more = more;
  return state;
}

// The state with another selection; everything else stays.
export function select(state, selection) {
  return { ...state, entity: null, from: null, to: null, statement: null, ...selection };
}
