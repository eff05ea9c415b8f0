// The card of an entity: its names and roles with where each comes from, its statements over time, whom it deals with.
import { foldedLine, head, more } from "./cards.js";
import { el, fill, name, shapeIcon, stanceColor, svg, tint, typeColor, typeLook } from "./dom.js";
import { button } from "./facets.js";
import { wordsOf } from "./files.js";
import { periods } from "./filter.js";
import { partners, voiceOf } from "./graph.js";
import { labelOf, link, relationOf, speakerText, statementText, titleOf } from "./say.js";
import { pathsBetween } from "./scene.js";
import { fold, outside, plain } from "./text.js";
import { WORDS, word } from "./words.js";

const ROWS = 12;
const PARTNERS = 8;
const NAMED_IN = 4;
const DEPTHS = [0, 1, 2, 3];

// Draw the card into the panel.
export function entityPanel(app, element, entity) {
  const { graph } = app;
  const label = plain(entity.label, 120);
  const type = tint(el("p", { class: "type" }, shapeIcon(typeLook(graph, entity.type)), WORDS.types[entity.type] ?? plain(entity.type, 40),
    el("span", { class: "count" }, ` · ${word(WORDS.statements, { n: entity.weight })} · ${word(WORDS.mentionedIn, { n: entity.mentions.length / 3 })}`)), typeColor(graph, entity.type));
  const picks = (ids) => ids.map((id) => graph.statements[id]).filter(app.passes);
  const objects = picks(entity.objects.filter((id) => !entity.subjects.includes(id)));
  fill(element, head(app, name(entity.label)), type,
    entity.anonymous ? el("p", { class: "note" }, WORDS.unnamedSource) : null,
    entity.weight ? tools(app, entity) : null,
    ...ways(app),
    names(app, entity), roles(app, entity), facts(WORDS.whyMerged, entity.merges, (text) => plain(text, 400)),
    facts(WORDS.sameAs, entity.same, sameAs), mentions(app, entity),
    ...overTime(app, entity), ...company(app, entity), ...disputed(app, entity),
    ...group(app, word(WORDS.asSubject, { name: label }), picks(entity.subjects), false),
    ...group(app, word(WORDS.asObject, { name: label }), objects, true),
    ...group(app, word(WORDS.asSpeaker, { name: label }), picks(entity.speaks), false));
}

// How much of the neighbourhood the picture shows, and the way to another entity.
function tools(app, entity) {
  const { state } = app;
  const depth = DEPTHS.map((n) => button(n ? String(n) : WORDS.depthNone, () => app.change({ depth: n, path: null, view: "graph", look: null }),
    { "aria-pressed": String(!state.path && state.depth === n), "data-key": `depth ${n}`, "aria-label": n ? word(WORDS.depthOf, { n }) : WORDS.depthAll }));
  return el("div", { class: "tools" }, el("span", { class: "segments", role: "group", "aria-label": WORDS.depth }, el("span", { class: "label" }, WORDS.depth), ...depth), pathField(app, entity),
    entity.speaks.length ? button(WORDS.onlySpeaker, () => app.change({ speaker: [entity.iri] }), { class: "more", "data-key": "only speaker" }) : null);
}

function pathField(app, entity) {
  const options = new Map(app.graph.entities.filter((one) => one.lines.length && one !== entity).map((one) => [labelOf(app.graph, one.id), one.iri]).reverse());
  const input = el("input", { type: "text", list: "path-options", id: "path-to", autocomplete: "off", "data-key": "path" });
  const list = el("datalist", { id: "path-options" });
  const offer = () => {
    const wanted = fold(input.value);
    fill(list, ...[...options.keys()].reverse().filter((text) => fold(text).includes(wanted)).slice(0, 40).map((text) => el("option", { value: text })));
  };
  const take = () => { if (options.has(input.value)) app.change({ path: options.get(input.value), depth: 0, view: "graph", look: null }, true); };
  input.addEventListener("focus", offer, { once: true });
  input.addEventListener("input", () => { offer(); take(); });
  return el("span", { class: "path" }, el("label", { class: "label", for: "path-to" }, WORDS.pathTo), input, list);
}

// The ways that were asked for, each step with what is said of it.
function ways(app) {
  const { entity, path } = app.picked();
  if (path === undefined) return [];
  const found = pathsBetween(app.graph, entity, path, app.passes);
  const title = word(found.length ? WORDS.pathFound : WORDS.pathNone, { n: (found[0]?.length ?? 1) - 1, name: labelOf(app.graph, path) });
  return [el("h3", {}, title, button(WORDS.pathEnd, () => app.change({ path: null, look: null }), { class: "more" })),
    ...found.map((way) => el("ol", { class: "way" }, ...way.slice(1).map((id, i) => wayStep(app, way[i], id))))];
}

function wayStep(app, a, b) {
  const said = app.graph.statements.filter((one) => app.passes(one) && ((one.subject === a && one.object === b) || (one.subject === b && one.object === a)));
  return el("li", {}, link(app, { statement: said[0].iri }, statementText(app.graph, said[0])),
    said.length > 1 ? [" ", link(app, { from: app.graph.entities[a].iri, to: app.graph.entities[b].iri }, word(WORDS.andMore, { n: said.length - 1 }), { class: "count" })] : null);
}

// Every name with the first places where the articles use it.
function names(app, entity) {
  const all = [entity.label, ...entity.aliases];
  const used = new Map(all.map((one) => [fold(one), []]));
  for (let i = 0; i < entity.mentions.length; i += 3) {
    const [document_, start, end] = entity.mentions.slice(i, i + 3);
    const [words] = wordsOf(app.graph.documents[document_], [start, end]);
    if (words !== undefined) used.get(fold(words.replace(/\s+/g, " ")))?.push({ document_, start });
  }
  return facts(WORDS.alsoNamed, all, (text) => [name(text), from(app, entity, used.get(fold(text)))]);
}

function from(app, entity, places) {
  if (!places.length) return null;
  const first = [...new Map(places.map((one) => [one.document_, one])).values()];
  return el("span", { class: "from" }, ` · ${word(WORDS.times, { n: places.length })} · `, ...first.slice(0, NAMED_IN).flatMap(({ document_ }, i) => [i ? ", " : null, articleLink(app, entity, document_)]),
    first.length > NAMED_IN ? " …" : null);
}

function articleLink(app, entity, document_, text = titleOf(app.graph.documents[document_])) {
  return link(app, { entity: entity.iri, view: "article", article: app.graph.documents[document_].iri }, plain(text, 50));
}

// Offices and memberships are statements: each leads to its sentence.
function roles(app, entity) {
  const held = entity.subjects.map((id) => app.graph.statements[id]).filter((one) => app.graph.relations[one.relation].stance === "static" && one.object !== null);
  return facts(WORDS.roles, held, (one) => [link(app, { statement: one.iri }, `${one.negative ? `${WORDS.not} ` : ""}${relationOf(app.graph, one)} ${labelOf(app.graph, one.object)}`),
    voiceOf(one) === "claimed" ? el("span", { class: "from" }, ` · ${speakerText(app.graph, one)}`) : null, el("span", { class: "from" }, ` · ${plain(titleOf(app.graph.documents[one.document]), 50)}`)]);
}

function mentions(app, entity) {
  const byDocument = new Map();
  for (let i = 0; i < entity.mentions.length; i += 3) byDocument.set(entity.mentions[i], (byDocument.get(entity.mentions[i]) ?? 0) + 1);
  return facts(WORDS.inArticles, [...byDocument].sort((a, b) => b[1] - a[1] || a[0] - b[0]), ([id, n]) => [articleLink(app, entity, id), el("span", { class: "from" }, ` · ${word(WORDS.times, { n })}`)], 6);
}

function sameAs(iri) {
  return outside(iri) ? el("a", { href: iri, target: "_blank", rel: "noopener noreferrer" }, plain(iri, 120)) : plain(iri, 120);
}

function facts(title, values, draw, open = 3) {
  if (!values.length) return null;
  return el("details", { class: "facts", open: values.length <= open }, el("summary", {}, `${title} (${values.length})`),
    el("ul", {}, ...values.slice(0, 200).map((value) => el("li", {}, draw(value)))));
}

// The entity's statements over the time of their articles; a bar limits the period to its own.
function overTime(app, entity) {
  const ids = new Set([...entity.subjects, ...entity.objects, ...entity.speaks]);
  const all = periods(app.graph, [...ids].map((id) => app.graph.statements[id]).filter((one) => app.passes(one)));
  if (all.length < 2) return [];
  const most = all.reduce((high, one) => Math.max(high, one.n), 1);
  const bar = (one) => button(el("span", { class: "bar" }), () => app.change({ since: one.start, until: one.end }),
    { title: `${one.start.slice(0, all.width)}: ${one.n}`, "aria-label": word(WORDS.limitTo, { period: one.start.slice(0, all.width), statements: word(WORDS.statements, { n: one.n }) }) });
  const bars = all.map((one) => (one.n ? sized(bar(one), one.n / most) : el("span", { class: "none" })));
  return [el("h3", {}, WORDS.history), el("div", { class: "history" }, ...bars),
    el("p", { class: "count ends" }, el("span", {}, all[0].start.slice(0, all.width)), el("span", {}, all[all.length - 1].start.slice(0, all.width)))];
}

function sized(element, part) {
  element.style.setProperty("--part", part.toFixed(3));
  return element;
}

// Those it has most to do with, and how.
function company(app, entity) {
  const all = partners(app.graph, entity.id, app.passes);
  if (!all.length) return [];
  const rows = all.slice(0, PARTNERS).map(({ id, n, stances }) => el("li", {}, tint(shapeIcon(typeLook(app.graph, app.graph.entities[id].type)), typeColor(app.graph, app.graph.entities[id].type)),
    link(app, { from: entity.iri, to: app.graph.entities[id].iri }, name(app.graph.entities[id].label), { class: "entity" }), stanceBar(app, stances, n)));
  return [el("h3", {}, WORDS.company, el("span", { class: "count" }, ` ${all.length}`)), el("ol", { class: "actors" }, ...rows)];
}

// How many statements of each stance, as squares for the eye and as words.
function stanceBar(app, stances, n) {
  const text = Object.entries(stances).map(([key, count]) => `${WORDS.stances[key] ?? key} ${count}`).join(", ");
  let x = 0;
  const parts = Object.keys(app.graph.style.stances).filter((key) => stances[key]).map((key) => {
    const part = tint(svg("rect", { x, width: stances[key] / n - 0.01, height: 1 }), stanceColor(key));
    x += stances[key] / n;
    return part;
  });
  return el("span", { class: "count", title: text }, svg("svg", { class: "share", viewBox: "0 0 1 1", preserveAspectRatio: "none", role: "img", "aria-label": text }, ...parts), ` ${n}`);
}

function disputed(app, entity) {
  const n = app.graph.disputes.filter((one) => one.parties.includes(entity.id)).length;
  return n ? [el("p", {}, link(app, { entity: entity.iri, view: "disputes" }, word(WORDS.inDisputes, { n })))] : [];
}

// Statements under a heading: the kinds of relation first, each of which limits all to itself.
function group(app, title, statements, passive) {
  if (!statements.length) return [];
  const rest = statements.slice(ROWS);
  const rows = statements.slice(0, ROWS).map((one) => foldedLine(app, one));
  if (rest.length) rows.push(more(app, rest, (one) => foldedLine(app, one)));
  return [el("h3", {}, title, el("span", { class: "count" }, ` ${statements.length}`)), kinds(app, statements, passive), ...rows];
}

function kinds(app, statements, passive) {
  const found = new Map();
  for (const one of statements) found.set(one.relation, (found.get(one.relation) ?? 0) + 1);
  if (found.size < 2 || statements.length < 4) return null;
  return el("p", { class: "kinds" }, ...[...found].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([key, n]) =>
    tint(button([el("span", { class: "relation" }, relationOf(app.graph, { relation: key })), el("span", { class: "count" }, ` ${n}`)], () => app.change({ relation: [key] }),
      { class: "only", "data-key": `kind ${passive} ${key}`, "aria-label": word(WORDS.limitTo, { period: relationOf(app.graph, { relation: key }), statements: word(WORDS.statements, { n }) }) }),
    stanceColor(app.graph.relations[key].stance))));
}
