// The statements over the time of their articles, as bars; a period is brushed, typed or moved by keys.
import { periods } from "./filter.js";
import { el, fill, svg } from "./dom.js";
import { WORDS, word } from "./words.js";

const HEIGHT = 36;

// Make a timeline; `change({ since, until })` is called with days or "" while the reader brushes.
// Gives { element, update(graph, statements, state) }.
export function createTimeline(change) {
  const bars = svg("svg", { class: "bars", preserveAspectRatio: "none", "aria-hidden": "true" });
  const handles = ["since", "until"].map((key) => el("input", { type: "range", min: 0, class: `handle ${key}`, "aria-label": WORDS.date[key] }));
  const days = ["since", "until"].map((key) => el("input", { type: "date", "aria-label": WORDS.date[key], "data-key": key }));
  const ends = el("span", { class: "count" });
  const line = { all: [], change, bars, handles, days, ends };
  handles.forEach((handle) => handle.addEventListener("input", () => moved(line)));
  days.forEach((input, i) => input.addEventListener("change", () => change({ [["since", "until"][i]]: input.value })));
  setUpBrush(line);
  const track = el("div", { class: "track" }, bars, ...handles);
  const element = el("div", { class: "timeline", role: "group", "aria-label": WORDS.dates }, el("span", { class: "label" }, WORDS.dates), track,
    el("span", { class: "days" }, days[0], " – ", days[1]), ends);
  return { element, track, update: (graph, statements, state) => update(line, track, graph, statements, state) };
}

function update(line, track, graph, statements, state) {
  line.all = periods(graph, statements);
  const { all, bars, handles, days } = line;
  const most = all.reduce((high, one) => Math.max(high, one.n), 1);
  const [from, to] = chosen(all, state);
  track.hidden = all.length < 2;
  bars.setAttribute("viewBox", `0 0 ${Math.max(all.length, 1)} ${HEIGHT}`);
  const shape = (inside) => all.map((one, i) => (one.n && (i >= from && i <= to) === inside ? barPath(i, one.n, most) : "")).join("");
  fill(bars, svg("path", { d: shape(false), class: "off" }), svg("path", { d: shape(true), class: "on" }));
  handles.forEach((handle, i) => {
    handle.max = Math.max(all.length - 1, 0);
    handle.value = [from, to][i];
    if (all.length) handle.setAttribute("aria-valuetext", [all[from].start, all[to].end][i]);
  });
  [days[0].value, days[1].value] = [state.since, state.until];
  const undated = graph.documents.filter((one) => !one.issued).length;
  fill(line.ends, all.length > 1 ? word(WORDS.period, { from: all[0].start, to: all[all.length - 1].end }) : null,
    undated ? ` · ${word(WORDS.undated, { n: undated })}` : null);
}

function barPath(i, n, most) {
  const high = Math.max(2, Math.round((n / most) * (HEIGHT - 2)));
  return `M${i + 0.08} ${HEIGHT}v${-high}h.84v${high}z`;
}

// The places of the first and the last period that the state lets through.
function chosen(all, { since, until }) {
  const from = since ? all.findIndex((one) => one.end >= since) : 0;
  const to = until ? all.findLastIndex((one) => one.start <= until) : all.length - 1;
  return from < 0 || to < from ? [0, -1].map((i) => Math.max(i, 0)) : [from, to];
}

// A handle was moved: the two may not cross; at both ends there is no border.
function moved(line) {
  const [a, b] = line.handles.map((handle) => Number(handle.value));
  brush(line, Math.min(a, b), Math.max(a, b));
}

function brush({ all, change }, from, to) {
  change({ since: from > 0 ? all[from].start : "", until: to < all.length - 1 ? all[to].end : "" });
}

function setUpBrush(line) {
  let begun = null;
  const place = (event) => {
    const frame = line.bars.getBoundingClientRect();
    return Math.max(0, Math.min(line.all.length - 1, Math.floor(((event.clientX - frame.x) / frame.width) * line.all.length)));
  };
  line.bars.addEventListener("pointerdown", (event) => {
    begun = place(event);
    line.bars.setPointerCapture(event.pointerId);
    brush(line, begun, begun);
  });
  line.bars.addEventListener("pointermove", (event) => {
    if (begun !== null) brush(line, Math.min(begun, place(event)), Math.max(begun, place(event)));
  });
  for (const end of ["pointerup", "pointercancel"]) line.bars.addEventListener(end, () => { begun = null; });
}
