// The page: state from the address, filters, search, and the views that follow from them.
import { drawArticle } from "./article.js";
import { byId, el, fill, lineIcon, name, shapeIcon, stanceColor, tint, typeColor, typeLook } from "./dom.js";
import { createDrawing, fit, pointOn, reveal, show, zoom } from "./draw.js";
import { between, counts, filter, readGraph, shownEntities, shownLines, thinOut } from "./graph.js";
import { setUpKeys } from "./keys.js";
import { drawList } from "./list.js";
import { drawPanel } from "./panel.js";
import { statementText, titleOf } from "./say.js";
import { setUpSearch } from "./search.js";
import { START, decode, encode, select } from "./state.js";
import { plain } from "./text.js";
import { WORDS, word } from "./words.js";

const graph = readGraph(JSON.parse(byId("data").textContent));
const places = {
  entity: new Map(graph.entities.map((one) => [one.iri, one.id])),
  statement: new Map(graph.statements.map((one) => [one.iri, one.id])),
  document: new Map(graph.documents.map((one) => [one.iri, one.id])),
};
const app = { graph, state: START, passes: () => true, pick, address };
let drawing = null;
let measured = 0;

// Select something and show it; an empty selection goes back to the overview.
function pick(selection) {
  go(select(app.state, selection), true);
}

function address(selection) {
  return `#${encode(select(app.state, selection))}`;
}

function go(state, remember) {
  app.state = state;
  const url = `#${encode(state)}`;
  if (remember) history.pushState(null, "", url);
  else history.replaceState(null, "", url);
  draw(true);
}

// What is selected, by number: unknown IRIs select nothing.
function picked() {
  const { entity, from, to, statement } = app.state;
  const known = (kind, iri) => (iri === null ? undefined : places[kind].get(iri));
  if (known("statement", statement) !== undefined) return { statement: known("statement", statement) };
  if (known("entity", from) !== undefined && known("entity", to) !== undefined) return { pair: [known("entity", from), known("entity", to)] };
  return known("entity", entity) !== undefined ? { entity: known("entity", entity) } : {};
}

function draw(moved) {
  const now = picked();
  const hidden = new Set(app.state.hide);
  app.passes = filter(graph, hidden);
  for (const view of ["graph", "list", "article"]) byId(`${view}-view`).hidden = app.state.view !== view;
  document.body.dataset.view = app.state.view;
  drawFilters(hidden);
  drawViews();
  drawPanel(app, byId("panel"), now);
  document.body.classList.toggle("picked", Object.keys(now).length > 0);
  if (app.state.view === "graph") drawGraph(now, hidden);
  if (app.state.view === "list") drawList(app, byId("list-view"), now.statement);
  if (app.state.view === "article") drawArticle(app, byId("article-view"), places.document.get(app.state.article) ?? 0, now.statement);
  if (moved) announce(now);
}

function drawGraph(now, hidden) {
  if (!drawing) {
    drawing = createDrawing(graph, byId("canvas"), { pick: pickDrawn, hover });
    setUpKeys(app, drawing, () => picked().entity);
  }
  const number = Math.max(0, Math.min(opening() + app.state.more, graph.entities.length));
  const wanted = wantedEntities(now);
  const entities = shownEntities(graph, number, new Set([...wanted, ...vouching(now)]), hidden, now.entity === undefined ? 0 : 8);
  const { lines, hidden: thinned } = thinOut(shownLines(graph, entities, app.passes), wanted);
  show(drawing, entities, lines, focusOf(now, lines));
  if (now.entity !== undefined) reveal(drawing, now.entity);
  drawShown(entities.length, lines.length, thinned, number);
}

// A phone opens with fewer entities: no more than can be read there.
const opening = () => (innerWidth < 700 ? Math.min(graph.first, 16) : graph.first);

function wantedEntities(now) {
  if (now.pair) return new Set(now.pair);
  if (now.entity !== undefined) return new Set([now.entity]);
  const one = graph.statements[now.statement];
  return new Set(one ? [one.subject, one.object].filter((id) => id !== null) : []);
}

// The speakers of what is selected: shown with it.
function vouching(now) {
  const one = graph.statements[now.statement];
  const statements = now.pair ? between(graph, ...now.pair).filter(app.passes) : one ? [one] : [];
  return statements.map((each) => each.speaker).filter((id) => id !== null && id >= 0);
}

// What stays bright when something is selected: it, its lines, their other ends, their speakers.
function focusOf(now, lines) {
  const main = wantedEntities(now);
  if (!main.size) return null;
  const ids = new Set(now.pair ? between(graph, ...now.pair).map((one) => one.id) : [now.statement]);
  const near = now.entity === undefined ? lines.filter((line) => line.statements.some((id) => ids.has(id)))
    : lines.filter((line) => main.has(line.from) || main.has(line.to) || line.statements.some((id) => graph.statements[id].speaker === now.entity));
  const speakers = new Map(near.map((line) => [line.id, speakersOf(line, now.entity)]));
  const entities = new Set([...main, ...near.flatMap((line) => [line.from, line.to, ...speakers.get(line.id)])]);
  return { main, lines: new Set(near.map((line) => line.id)), entities, speakers };
}

function speakersOf(line, only) {
  const all = new Set(line.statements.map((id) => graph.statements[id].speaker).filter((id) => id !== null && id >= 0));
  return [...all].filter((id) => (only === undefined || id === only) && id !== line.from && id !== line.to);
}

function pickDrawn(kind, id) {
  if (kind === "entity") pick({ entity: graph.entities[id].iri });
  else if (kind === "line") pick({ from: graph.entities[graph.lines[id].from].iri, to: graph.entities[graph.lines[id].to].iri });
  else if (Object.keys(picked()).length) pick({});
}

function hover(kind, id, at) {
  const tip = byId("tip");
  tip.hidden = kind === "nothing";
  byId("canvas").classList.toggle("over", kind !== "nothing");
  if (tip.hidden) return;
  const lines = kind === "entity" ? [plain(graph.entities[id].label, 120), word(WORDS.statements, { n: graph.entities[id].weight })]
    : graph.lines[id].statements.slice(0, 5).map((number) => statementText(graph, graph.statements[number]));
  fill(tip, ...lines.map((text) => el("div", { dir: "auto" }, text)));
  tip.style.left = `${Math.max(4, Math.min(at.x + 12, byId("canvas").clientWidth - 290))}px`;
  tip.style.top = `${at.y + 14}px`;
}

function drawShown(shown, lines, thinned, number) {
  const step = Math.min(40, graph.entities.length - number);
  fill(byId("shown"), el("span", {}, word(WORDS.shown, { shown, all: graph.entities.length }), lines ? null : ` · ${WORDS.noLines}`,
    thinned ? ` · ${word(WORDS.thinned, { lines, all: lines + thinned })}` : null),
    step > 0 ? button(word(WORDS.showMore, { n: step }), () => go({ ...app.state, more: app.state.more + 40 })) : null,
    app.state.more ? button(WORDS.showFewer, () => go({ ...app.state, more: 0 })) : null);
  byId("canvas").setAttribute("aria-label", word(WORDS.canvas, { shown, lines }));
}

const button = (text, onclick, attributes = {}) => el("button", { type: "button", onclick, ...attributes }, text);

function drawViews() {
  const views = { graph: WORDS.viewGraph, list: WORDS.viewList, article: WORDS.viewArticle };
  Object.entries(views).forEach(([view, text], place) => {
    const tab = byId("views").children[place] ?? byId("views").appendChild(button(text, () => go({ ...app.state, view }, true)));
    tab.setAttribute("aria-pressed", String(view === app.state.view));
  });
}

function drawFilters(hidden) {
  const found = counts(graph);
  const focused = document.activeElement?.dataset?.key;
  const types = [...found.keys()].filter((key) => graph.entities.some((one) => one.type === key)).sort(byOrder(Object.keys(WORDS.types)));
  fill(byId("filters"),
    chipGroup(WORDS.legendTypes, types.map((type) => chip(type, WORDS.types[type] ?? plain(type, 40), shapeIcon(typeLook(graph, type)), typeColor(graph, type)))),
    chipGroup(WORDS.legendStances, Object.keys(graph.style.stances).filter((key) => found.has(key)).map((stance) =>
      chip(stance, WORDS.stances[stance], lineIcon(graph.style.stances[stance].arrow, false), stanceColor(stance)))),
    chipGroup(WORDS.legendVoices, ["told", "claimed"].filter((key) => found.has(key)).map((voice) =>
      chip(voice, WORDS.voices[voice], lineIcon(null, voice === "claimed"), "--ink"))),
    hidden.size ? button(WORDS.showAll, () => go({ ...app.state, hide: [] }), { class: "clear" }) : null);
  if (focused) byId("filters").querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();

  function chip(key, text, icon, color) {
    const hide = hidden.has(key) ? app.state.hide.filter((one) => one !== key) : [...app.state.hide, key];
    const onclick = () => go({ ...app.state, hide });
    return tint(el("button", { type: "button", class: "chip", "data-key": key, "aria-pressed": String(!hidden.has(key)), onclick },
      icon, text, el("span", { class: "count" }, ` ${found.get(key)}`)), color);
  }
}

const byOrder = (order) => (a, b) => (order.indexOf(a) + 1 || 99) - (order.indexOf(b) + 1 || 99);
const chipGroup = (title, chips) => el("div", { class: "chips", role: "group", "aria-label": title }, el("span", { class: "label" }, title), ...chips);

function announce(now) {
  const one = graph.statements[now.statement];
  const pair = now.pair && { a: graph.entities[now.pair[0]].label, b: graph.entities[now.pair[1]].label, n: between(graph, ...now.pair).length };
  const text = one ? statementText(graph, one) : pair ? word(WORDS.between, pair) : graph.entities[now.entity]?.label ?? byId("shown").textContent;
  byId("status").textContent = plain(text, 300);
}

function setUp() {
  themeColors();
  const one = graph.documents.length === 1 ? titleOf(graph.documents[0])
    : [word(WORDS.articles, { n: graph.documents.length }), period(graph.documents)].filter(Boolean).join(", ");
  fill(byId("title"), name(one));
  document.title = `${plain(one, 80)} · ${WORDS.pageTitle}`;
  byId("skip").textContent = WORDS.skip;
  byId("skip").addEventListener("click", (event) => { event.preventDefault(); go({ ...app.state, view: "list" }, true); byId("list-view").querySelector("a")?.focus(); });
  byId("legend").querySelector("summary").textContent = WORDS.legend;
  byId("legend").open = innerWidth >= 700;
  setUpSearch(app);
  fill(byId("zoom"), button("+", () => zoom(drawing, 1.25), { "aria-label": WORDS.zoomIn }),
    button("−", () => zoom(drawing, 0.8), { "aria-label": WORDS.zoomOut }), button("⤢", () => fit(drawing), { "aria-label": WORDS.zoomFit }));
  addEventListener("popstate", () => { app.state = decode(location.hash); draw(true); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { themeColors(); draw(false); });
  new ResizeObserver(resized).observe(byId("graph-view"));
}

// The first and last day of the articles.
function period(documents) {
  const days = documents.map((one) => plain(one.issued ?? "", 40).slice(0, 10)).sort();
  if (!days[0]) return "";
  return days[0] !== days[days.length - 1] ? word(WORDS.period, { from: days[0], to: days[days.length - 1] }) : days[0];
}

// Types and stances have their colours from the embedded style, in the present theme.
function themeColors() {
  const theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const set = (key, look) => document.documentElement.style.setProperty(key, look[theme]);
  for (const [type, look] of Object.entries(graph.style.types)) set(`--type-${type}`, look);
  for (const [stance, look] of Object.entries(graph.style.stances)) set(`--stance-${stance}`, look);
}

function resized() {
  const { clientWidth, clientHeight } = byId("canvas");
  const size = clientWidth * 10000 + clientHeight;
  if (!drawing || !clientWidth || size === measured) return;
  measured = size;
  drawing.resized = true;
  drawing.network.setSize(`${clientWidth}px`, `${clientHeight}px`);
  if (app.state.view === "graph") draw(false);
}

// Where things are drawn, in pixels of the window: for tests and for those who script the page.
globalThis.newskg = {
  graph,
  entityAt: (label) => atWindow(drawing.network.canvasToDOM(drawing.places.get(graph.entities.find((one) => one.label === label).id))),
  lineAt: (id) => atWindow(pointOn(drawing, drawing.lines.find((line) => line.id === id), 0.5)),
  shown: () => ({ entities: drawing.entities, lines: drawing.lines.map((line) => line.id) }),
};

function atWindow({ x, y }) {
  const frame = byId("canvas").getBoundingClientRect();
  return { x: x + frame.x, y: y + frame.y };
}

setUp();
app.state = decode(location.hash);
draw(false);
