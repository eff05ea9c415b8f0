// The legend that filters, the finer filters below it, and the row of filters that are set.
import { byId, el, fill, lineIcon, shapeIcon, stanceColor, tint, typeColor, typeLook } from "./dom.js";
import { counts, makeFilter, speakersOf } from "./filter.js";
import { titleOf } from "./say.js";
import { countFilters } from "./state.js";
import { fold, plain } from "./text.js";
import { createTimeline } from "./timeline.js";
import { WORDS, word } from "./words.js";

const OFFERED = 60;

// Make the filters work: gives a function that draws them as the present state has them.
export function setUpFacets(app) {
  const facets = { found: counts(app.graph), finer: null };
  return () => {
    const key = document.activeElement?.dataset?.key;
    const inside = document.activeElement?.closest("#legend");
    drawLegend(app, facets);
    byId("finer").hidden = !app.state.filters;
    if (app.state.filters) drawFiner(app, facets);
    drawSet(app);
    if (key && inside && !inside.contains(document.activeElement)) (byId("legend").querySelector(`[data-key="${CSS.escape(key)}"]`) ?? byId("finer-button"))?.focus();
  };
}

export const button = (text, onclick, attributes = {}) => el("button", { type: "button", onclick, ...attributes }, text);
const byOrder = (order) => (a, b) => (order.indexOf(a) + 1 || 99) - (order.indexOf(b) + 1 || 99);
const chipGroup = (title, chips) => (chips.length ? el("div", { class: "chips", role: "group", "aria-label": title }, el("span", { class: "label" }, title), ...chips) : null);

function drawLegend(app, { found }) {
  const { graph } = app;
  const types = [...new Set(graph.entities.filter((one) => one.weight).map((one) => one.type))].sort(byOrder(Object.keys(WORDS.types)));
  fill(byId("filters"),
    chipGroup(WORDS.legendTypes, types.map((type) => hideChip(app, found, type, WORDS.types[type] ?? plain(type, 40), shapeIcon(typeLook(graph, type)), typeColor(graph, type)))),
    button(WORDS.finer, () => app.change({ filters: !app.state.filters }), { class: "clear", id: "finer-button", "data-key": "finer", "aria-expanded": String(app.state.filters), "aria-controls": "finer" }),
    chipGroup(WORDS.legendStances, Object.keys(graph.style.stances).filter((key) => found.has(key)).map((stance) =>
      hideChip(app, found, stance, WORDS.stances[stance], lineIcon(graph.style.stances[stance].arrow, false), stanceColor(stance)))),
    chipGroup(WORDS.legendVoices, ["told", "claimed"].filter((key) => found.has(key)).map((voice) =>
      hideChip(app, found, voice, WORDS.voices[voice], lineIcon(null, voice === "claimed"), "--ink"))));
}

// A chip that is pressed while its kind is shown.
function hideChip(app, found, key, text, icon, color) {
  const off = app.state.hide.includes(key);
  const onclick = () => app.change({ hide: off ? app.state.hide.filter((one) => one !== key) : [...app.state.hide, key] });
  const made = el("button", { type: "button", class: "chip", "data-key": key, "aria-pressed": String(!off), onclick }, icon, text, el("span", { class: "count" }, ` ${found.get(key) ?? 0}`));
  return color ? tint(made, color) : made;
}

function drawFiner(app, facets) {
  facets.finer ??= makeFiner(app, facets.found);
  facets.finer();
}

// Make the finer filters once; what is dragged or typed into must stay. Gives the function that brings them up to date.
function makeFiner(app, found) {
  const relations = el("div", { class: "chips", role: "group", "aria-label": WORDS.relationOnly });
  const signs = el("div", { class: "signs" });
  const sure = confidence(app);
  const pickers = [picker(app, "speaker", speakerOptions(app, found)), picker(app, "document", documentOptions(app, found)),
    picker(app, "publisher", publisherOptions(app))];
  const timeline = createTimeline(throttled((days) => app.change(days)));
  fill(byId("finer"), relations, signs, el("div", { class: "pickers" }, ...pickers.map((one) => one.element), sure.element), timeline.element);
  return () => {
    fill(relations, el("span", { class: "label" }, WORDS.relationOnly), ...relationChips(app, found));
    fill(signs, chipGroup(WORDS.legendPolarity, ["Positive", "Negative"].filter((key) => found.has(key)).map((key) => hideChip(app, found, key, WORDS.polarity[key], key === "Negative" ? "✕ " : ""))),
      chipGroup(WORDS.legendModality, Object.keys(WORDS.modes).filter((key) => found.has(key)).map((key) => hideChip(app, found, key, WORDS.modes[key], WORDS.modeMarks[key]))));
    for (const one of [...pickers, sure]) one.update();
    const dated = app.state.since || app.state.until;
    timeline.update(app.graph, app.graph.statements.filter(dated ? makeFilter(app.graph, { ...app.state, since: "", until: "" }) : app.passes), app.state);
  };
}

// Many calls in a frame become one, with all that they change.
function throttled(change) {
  let waiting = null;
  return (values) => {
    if (!waiting) requestAnimationFrame(() => { const now = waiting; waiting = null; change(now); });
    waiting = { ...waiting, ...values };
  };
}

function relationChips(app, found) {
  const { graph } = app;
  const order = Object.keys(graph.style.stances);
  const keys = Object.keys(graph.relations).sort((a, b) => order.indexOf(graph.relations[a].stance) - order.indexOf(graph.relations[b].stance) || (a < b ? -1 : 1));
  return keys.map((key) => {
    const on = app.state.relation.includes(key);
    const onclick = () => app.change({ relation: on ? app.state.relation.filter((one) => one !== key) : [...app.state.relation, key] });
    return tint(el("button", { type: "button", class: "only", "data-key": `relation ${key}`, "aria-pressed": String(on), onclick },
      el("span", { class: "relation" }, plain(graph.relations[key].label, 40)), el("span", { class: "count" }, ` ${found.get(`relation ${key}`) ?? 0}`)), stanceColor(graph.relations[key].stance));
  });
}

function confidence(app) {
  const input = el("input", { type: "range", min: 0, max: 1, step: 0.05, id: "confidence", "aria-describedby": "confidence-value" });
  const shown = el("output", { id: "confidence-value", for: "confidence" });
  input.addEventListener("input", throttled(() => app.change({ confidence: Number(input.value) })));
  const update = () => {
    input.value = app.state.confidence;
    shown.textContent = app.state.confidence ? word(WORDS.atLeast, { value: app.state.confidence.toFixed(2) }) : WORDS.anyConfidence;
  };
  return { element: el("div", { class: "picker" }, el("label", { class: "label", for: "confidence", title: WORDS.confidenceHint }, WORDS.legendConfidence), input, shown), update };
}

// A field with suggestions; what is chosen is added to a list of the state.
function picker(app, key, options) {
  const byText = new Map(options.map((one) => [one.text, one.value]));
  const folded = options.map((one) => fold(one.text));
  const list = el("datalist", { id: `${key}-options` });
  const input = el("input", { type: "text", id: `pick-${key}`, list: `${key}-options`, autocomplete: "off", placeholder: word(WORDS.pickFrom, { n: options.length }) });
  const offer = () => {
    const wanted = fold(input.value);
    const near = options.filter((_, i) => folded[i].includes(wanted)).slice(0, OFFERED);
    fill(list, ...near.map((one) => el("option", { value: one.text })));
  };
  const take = () => {
    const value = byText.get(input.value);
    if (value === undefined) return;
    input.value = "";
    if (!app.state[key].includes(value)) app.change({ [key]: [...app.state[key], value] });
  };
  input.addEventListener("focus", offer, { once: true });
  input.addEventListener("input", () => { offer(); take(); });
  input.addEventListener("change", take);
  const element = el("div", { class: "picker" }, el("label", { class: "label", for: `pick-${key}` }, WORDS.only[key]), input, list);
  return { element, update: () => { element.hidden = options.length < 2 && !app.state[key].length; } };
}

// Texts must differ: a second one of the same words gets a number.
function distinct(options) {
  const seen = new Map();
  return options.map(({ value, text }) => {
    const n = (seen.get(text) ?? 0) + 1;
    seen.set(text, n);
    return { value, text: n > 1 ? `${text} (${n})` : text };
  });
}

const speakerOptions = (app, found) => distinct(speakersOf(found).map(({ key }) => ({ value: key, text: speakerName(app, key) })));
const documentOptions = (app) => distinct(app.graph.documents.map((one) => ({ value: one.iri, text: titleOf(one) })));
const publisherOptions = (app) => [...new Set(app.graph.documents.map((one) => one.publisher).filter(Boolean))].sort()
  .map((value) => ({ value, text: plain(value, 80) }));

function speakerName(app, key) {
  return WORDS.speakerNames[key] ?? plain(app.graph.entities[app.places.entity.get(key)]?.label ?? key, 80);
}

// The filters that are set, each a button that takes it back, and one for all.
function drawSet(app) {
  const { state } = app;
  const drop = (key, value) => () => app.change({ [key]: state[key].filter((one) => one !== value) });
  const title = (iri) => titleOf(app.graph.documents[app.places.document.get(iri)] ?? { identifier: iri });
  const tags = [
    ...state.relation.map((key) => [WORDS.only.relation, plain(app.graph.relations[key]?.label ?? key, 40), drop("relation", key)]),
    ...state.speaker.map((key) => [WORDS.only.speaker, speakerName(app, key), drop("speaker", key)]),
    ...state.document.map((key) => [WORDS.only.document, title(key), drop("document", key)]),
    ...state.publisher.map((key) => [WORDS.only.publisher, plain(key, 80), drop("publisher", key)]),
    ...(state.since || state.until ? [[WORDS.dates, word(WORDS.period, { from: state.since || "…", to: state.until || "…" }), () => app.change({ since: "", until: "" })]] : []),
    ...(state.confidence ? [[WORDS.legendConfidence, word(WORDS.atLeast, { value: state.confidence.toFixed(2) }), () => app.change({ confidence: 0 })]] : []),
    ...state.hide.map((key) => [WORDS.hidden, hiddenName(key), drop("hide", key)]),
  ];
  fill(byId("set"), ...tags.map(([kind, text, onclick]) => button([el("span", { class: "label" }, kind), ` ${text} `, el("span", { "aria-hidden": "true" }, "×")], onclick,
    { class: "tag", "data-key": `${kind} ${text}`, "aria-label": word(WORDS.takeBack, { filter: `${kind} ${text}` }) })),
  tags.length ? el("span", { class: "count" }, app.counted()) : null,
  tags.length ? button(WORDS.clearAll, app.clear, { class: "clear", "data-key": "clear" }) : null);
  byId("set").hidden = !byId("set").childElementCount;
  byId("legend").querySelector("summary").textContent = `${WORDS.legend}${countFilters(state) ? ` (${countFilters(state)})` : ""}`;
}

function hiddenName(key) {
  return WORDS.types[key] ?? WORDS.stances[key] ?? WORDS.voices[key] ?? WORDS.polarity[key] ?? WORDS.modes[key] ?? plain(key, 40);
}
