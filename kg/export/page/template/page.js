// The page: state from the address, and the views that follow from it.
import { drawArticle } from "./article.js";
import { drawDisputes } from "./disputes.js";
import { byId, el, fill, name } from "./dom.js";
import { createDrawing, fit, lookOf, pointOn, reveal, show, zoom } from "./draw.js";
import { button, setUpFacets } from "./facets.js";
import { sift } from "./filter.js";
import { between, readGraph } from "./graph.js";
import { setUpKeys } from "./keys.js";
import { drawList } from "./list.js";
import { drawPanel } from "./panel.js";
import { mount, served } from "./query.js";
import { makeScene } from "./scene.js";
import { statementText, titleOf } from "./say.js";
import { setUpSearch } from "./search.js";
import { FILTERS, START, countFilters, decode, encode, select } from "./state.js";
import { setUpTakeaway } from "./takeaway.js";
import { plain } from "./text.js";
import { WORDS, word } from "./words.js";

const graph = readGraph(JSON.parse(byId("data").textContent));
const places = {
  entity: new Map(graph.entities.map((one) => [one.iri, one.id])),
  statement: new Map(graph.statements.map((one) => [one.iri, one.id])),
  document: new Map(graph.documents.map((one) => [one.iri, one.id])),
};
const app = { graph, places, state: START, passes: () => true, passing: graph.statements.length, ask: null, pick, address, change, clear, counted,
  picked, looked: rememberLook, isPicked: () => Object.keys(picked()).length > 0 };
const views = { graph: WORDS.viewGraph, list: WORDS.viewList, disputes: WORDS.viewDisputes, article: WORDS.viewArticle };
let drawing = null;
let drawFacets = null;
let measured = 0;

// Select something and show it; an empty selection goes back to the overview.
function pick(selection) {
  go(select(app.state, selection), true);
}

function address(selection) {
  return `#${encode(select(app.state, selection))}`;
}

// Change some of the state and keep the selection; `remember` makes it a step that Back undoes.
function change(values, remember = false) {
  go({ ...app.state, ...values }, remember);
}

// No filter, no selection, the picture as it opened.
function clear() {
  go({ ...START, ...FILTERS, view: app.state.view, filters: app.state.filters, article: app.state.article }, true);
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
  const { entity, from, to, statement, path } = app.state;
  const known = (kind, iri) => (iri === null ? undefined : places[kind].get(iri));
  if (known("statement", statement) !== undefined) return { statement: known("statement", statement) };
  if (known("entity", from) !== undefined && known("entity", to) !== undefined) return { pair: [known("entity", from), known("entity", to)] };
  if (known("entity", entity) === undefined) return {};
  return { entity: known("entity", entity), ...(known("entity", path) === undefined ? {} : { path: known("entity", path) }) };
}

// How many statements the filters let through, in words; "" where there are no filters.
function counted() {
  return countFilters(app.state) ? word(WORDS.listShown, { shown: app.passing, all: graph.statements.length }) : "";
}

function draw(moved) {
  const now = picked();
  ({ passes: app.passes, n: app.passing } = sift(graph, app.state));
  const view = viewed();
  for (const one of ["graph", "list", "article", "disputes", "query"]) byId(`${one}-view`).hidden = one !== view;
  document.body.dataset.view = view;
  drawFacets();
  drawViews();
  keepFocus(byId("panel"), () => drawPanel(app, byId("panel"), now));
  document.body.classList.toggle("picked", app.isPicked());
  if (view === "graph") drawGraph(now);
  if (view === "list") drawList(app, byId("list-view"), now.statement);
  if (view === "article") drawArticle(app, byId("article-view"), places.document.get(app.state.article) ?? home(now), now);
  if (view === "disputes") drawDisputes(app, byId("disputes-view"), now.entity);
  if (view === "query") openQuery();
  if (moved) announce(now);
}

// The view that is open: a page without a server has no query view.
const viewed = () => (app.state.view in views ? app.state.view : START.view);

// The article of what is selected, else the first.
function home(now) {
  return graph.statements[now.statement]?.document ?? graph.entities[now.entity]?.mentions[0] ?? 0;
}

// Redraw a part of the page; what had the keyboard focus in it has it again.
function keepFocus(element, redraw) {
  const key = element.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  redraw();
  if (key) (element.querySelector(`[data-key="${CSS.escape(key)}"]`) ?? element).focus({ preventScroll: true });
}

function drawGraph(now) {
  if (!drawing) {
    drawing = createDrawing(graph, byId("canvas"), { pick: pickDrawn, hover, moved: rememberLook });
    setUpKeys(app, drawing, () => picked().entity);
  }
  takesRoom();
  const scene = makeScene(graph, app.state, now, app.passes, opening());
  show(drawing, scene, app.state.look);
  if (now.entity !== undefined && !app.state.look) reveal(drawing, now.entity);
  drawShown(scene);
}

// A phone opens with fewer entities: no more than can be read there.
const opening = () => (innerWidth < 700 ? Math.min(graph.first, 16) : graph.first);

function rememberLook() {
  app.state = { ...app.state, look: lookOf(drawing) };
  history.replaceState(null, "", `#${encode(app.state)}`);
}

function pickDrawn(kind, id) {
  if (kind === "entity") pick({ entity: graph.entities[id].iri });
  else if (kind === "line") pick({ from: graph.entities[graph.lines[id].from].iri, to: graph.entities[graph.lines[id].to].iri });
  else if (app.isPicked()) pick({});
}

function hover(kind, id, at) {
  const tip = byId("tip");
  tip.hidden = kind === "nothing";
  byId("canvas").classList.toggle("over", kind !== "nothing");
  if (tip.hidden) return;
  const lines = kind === "entity" ? [plain(graph.entities[id].label, 120), word(WORDS.statements, { n: graph.entities[id].weight })]
    : drawing.lines.find((line) => line.id === id).statements.slice(0, 5).map((number) => statementText(graph, graph.statements[number]));
  fill(tip, ...lines.map((text) => el("div", { dir: "auto" }, text)));
  tip.style.left = `${Math.max(4, Math.min(at.x + 12, byId("canvas").clientWidth - 290))}px`;
  tip.style.top = `${at.y + 14}px`;
}

function drawShown({ entities, lines, all, thinned, more }) {
  const { state } = app;
  const shown = entities.length;
  const near = state.depth && state.entity && !state.path;
  const text = near ? word(WORDS.shownNear, { shown, all, n: state.depth, depth: state.depth }) : word(countFilters(state) ? WORDS.shownFiltered : WORDS.shown, { shown, all: Math.max(all, shown) });
  keepFocus(byId("shown"), () => fill(byId("shown"), el("span", {}, text, lines.length ? null : ` · ${WORDS.noLines}`,
    thinned ? ` · ${word(WORDS.thinned, { lines: lines.length, all: lines.length + thinned })}` : null),
  more > 0 ? button(word(WORDS.showMore, { n: more }), () => change({ more: state.more + 40, look: null }), { "data-key": "more" }) : null,
  state.more ? button(WORDS.showFewer, () => change({ more: 0, look: null }), { "data-key": "fewer" }) : null,
  button(WORDS.apart, () => change({ apart: !state.apart }), { "aria-pressed": String(state.apart), "data-key": "apart" })));
  byId("canvas").setAttribute("aria-label", word(WORDS.canvas, { shown, lines: lines.length }));
}

function drawViews() {
  Object.entries(views).forEach(([view, text], place) => {
    const tab = byId("views").children[place] ?? byId("views").appendChild(button(text, () => go({ ...app.state, view }, true)));
    tab.setAttribute("aria-pressed", String(view === viewed()));
  });
}

function announce(now) {
  const one = graph.statements[now.statement];
  const pair = now.pair && { a: graph.entities[now.pair[0]].label, b: graph.entities[now.pair[1]].label, n: between(graph, ...now.pair).filter(app.passes).length };
  const text = one ? statementText(graph, one) : pair ? word(WORDS.between, pair) : graph.entities[now.entity]?.label ?? byId("shown").textContent;
  byId("status").textContent = plain([text, counted()].filter(Boolean).join(". "), 300);
}

// The query view is made when it is first opened; `app.ask` puts a query into its editor.
function openQuery() {
  const panel = byId("query-view");
  if (panel.childElementCount) return;
  const known = (iri) => {
    const [kind, map] = Object.entries(places).find(([, one]) => one.has(iri.replace(graph.base, ""))) ?? [];
    return map ? { kind, selection: { [kind === "document" ? "article" : kind]: iri.replace(graph.base, "") } } : null;
  };
  app.editor = mount(panel, { base: graph.base, pick, known });
}

async function setUpQuery() {
  if (!(await served())) return;
  views.query = WORDS.viewQuery;
  app.ask = (sparql) => {
    go({ ...app.state, view: "query" }, true);
    app.editor?.(sparql);
  };
  draw(false);
}

function setUp() {
  themeColors();
  const one = graph.documents.length === 1 ? titleOf(graph.documents[0])
    : [word(WORDS.articles, { n: graph.documents.length }), period(graph.documents)].filter(Boolean).join(", ");
  fill(byId("title"), name(one));
  document.title = `${plain(one, 80)} · ${WORDS.pageTitle}`;
  byId("skip").textContent = WORDS.skip;
  byId("skip").addEventListener("click", (event) => { event.preventDefault(); go({ ...app.state, view: "list" }, true); byId("list-view").querySelector("a")?.focus(); });
  byId("legend").open = innerWidth >= 700;
  byId("panel").setAttribute("aria-label", WORDS.details);
  byId("views").setAttribute("aria-label", WORDS.views);
  byId("sieve").setAttribute("aria-label", WORDS.legend);
  drawFacets = setUpFacets(app);
  setUpSearch(app);
  setUpTakeaway(app, pictured);
  fill(byId("zoom"), button("+", () => zoomed(() => zoom(drawing, 1.25)), { "aria-label": WORDS.zoomIn }),
    button("−", () => zoomed(() => zoom(drawing, 0.8)), { "aria-label": WORDS.zoomOut }), button("⤢", () => { fit(drawing); change({ look: null }); }, { "aria-label": WORDS.zoomFit }));
  addEventListener("popstate", () => { app.state = decode(location.hash); draw(true); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { themeColors(); draw(false); });
  new ResizeObserver(resized).observe(byId("graph-view"));
}

function zoomed(move) {
  move();
  rememberLook();
}

// The picture, drawn for a file where another view is open.
function pictured() {
  if (viewed() !== "graph") go({ ...app.state, view: "graph" }, true);
  drawing.network.redraw();
  return drawing;
}

// The first and last day of the articles.
function period(documents) {
  const days = documents.map((one) => plain(one.issued ?? "", 40).slice(0, 10)).filter(Boolean).sort();
  if (!days.length || days.length < documents.length / 2) return "";
  return days[0] !== days[days.length - 1] ? word(WORDS.period, { from: days[0], to: days[days.length - 1] }) : days[0];
}

// Types and stances have their colours from the embedded style, in the present theme; paper is light.
function themeColors() {
  const theme = matchMedia("(prefers-color-scheme: dark)").matches && !matchMedia("print").matches ? "dark" : "light";
  const set = (key, look) => document.documentElement.style.setProperty(key, look[theme]);
  for (const [type, look] of Object.entries(graph.style.types)) set(`--type-${type}`, look);
  for (const [stance, look] of Object.entries(graph.style.stances)) set(`--stance-${stance}`, look);
}

// The picture has the size of its place; says whether that has changed.
function takesRoom() {
  const { clientWidth, clientHeight } = byId("canvas");
  const size = clientWidth * 10000 + clientHeight;
  if (!clientWidth || size === measured) return false;
  measured = size;
  drawing.resized = true;
  drawing.network.setSize(`${clientWidth}px`, `${clientHeight}px`);
  return true;
}

function resized() {
  if (drawing && viewed() === "graph" && takesRoom()) drawGraph(picked());
}

// Where things are drawn, in pixels of the window: for tests and for those who script the page.
globalThis.newskg = {
  graph,
  entityAt: (label) => atWindow(drawing.network.canvasToDOM(drawing.places.get(graph.entities.find((one) => one.label === label).id))),
  lineAt: (id) => atWindow(pointOn(drawing, drawing.lines.find((line) => line.id === id || line.parts?.includes(id)), 0.5)),
  shown: () => ({ entities: drawing.entities, lines: drawing.lines.map((line) => line.id) }),
  labels: () => drawing.placed.map(({ lines, place }) => ({ lines, ...place })),
  passing: () => graph.statements.filter(app.passes).map((one) => graph.base + one.iri),
};

function atWindow({ x, y }) {
  const frame = byId("canvas").getBoundingClientRect();
  return { x: x + frame.x, y: y + frame.y };
}

setUp();
app.state = decode(location.hash);
draw(false);
setUpQuery();
