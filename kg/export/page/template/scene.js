// What the picture shows in a state: which entities, which lines, what stays bright, what is left out. Pure.
import { arrange } from "./arrange.js";
import { between, busiest, countDrawn, neighbourhood, shortestPaths, shownEntities, shownLines, thinOut } from "./graph.js";
import { countFilters } from "./state.js";

const MOST_NEAR = 80;
const MOST_ARRANGED = 200;
const STEP = 40;
const COLUMN = 240;
const ROW_HEIGHT = 130;

// Give { entities, lines, focus, places, all, cut, thinned, more } for what is picked by number:
// { statement }, { pair }, { entity }, { entity, path: id } or {}; `opening` is the number of entities to begin with.
export function makeScene(graph, state, now, passes, opening) {
  if (now.path !== undefined) return pathScene(graph, state, now, passes);
  if (now.entity !== undefined && state.depth) return nearScene(graph, state, now, passes);
  const wanted = wantedEntities(graph, now);
  const number = Math.min(opening + state.more, graph.entities.length);
  const filtered = countFilters(state) > 0;
  const opened = filtered ? busiest(graph, number, passes) : graph.entities.slice(0, number).map((one) => one.id);
  const asked = new Set([...wanted, ...vouching(graph, now, passes)]);
  const entities = shownEntities(graph, opened, asked, new Set(state.hide), now.entity === undefined ? 0 : 8);
  const all = filtered ? countDrawn(graph, passes) : graph.entities.length;
  const scene = finish(graph, state, now, passes, { entities, wanted, all, more: Math.min(STEP, Math.max(all - number, 0)) });
  return filtered ? arranged(graph, scene) : scene;
}

// A part of the graph gets places of its own; the whole keeps those it opened with.
function arranged(graph, scene) {
  const { entities, lines } = scene;
  if (entities.length > MOST_ARRANGED) return scene;
  const index = new Map(entities.map((id, i) => [id, i]));
  const pairs = new Map(lines.filter((line) => line.from !== line.to).map((line) => [pairKey(line.from, line.to), [index.get(line.from), index.get(line.to)]]));
  const found = arrange(entities.map((id) => graph.entities[id].at), [...pairs.values()], entities.map((id) => labelWidth(graph.entities[id].label)));
  return { ...scene, places: new Map(entities.map((id, i) => [id, found[i]])) };
}

// About how wide a label is that is wrapped at eighteen characters.
const labelWidth = (label) => 7.2 * Math.max(4, Math.min(18, label.length));

function nearScene(graph, state, now, passes) {
  const near = neighbourhood(graph, [now.entity], state.depth, passes);
  const entities = [...near].sort((a, b) => a[1] - b[1] || a[0] - b[0]).slice(0, MOST_NEAR + state.more).map(([id]) => id).sort((a, b) => a - b);
  const more = Math.min(STEP, near.size - entities.length);
  const scene = arranged(graph, finish(graph, state, now, passes, { entities, wanted: new Set([now.entity]), all: near.size, more }));
  return { ...scene, focus: { main: new Set([now.entity]), lines: new Set(scene.lines.map((line) => line.id)), entities: new Set(entities), speakers: new Map() } };
}

// The ways from one to the other as columns, a step each.
function pathScene(graph, state, now, passes) {
  const ways = pathsBetween(graph, now.entity, now.path, passes);
  const columns = (ways[0] ?? [now.entity, now.path]).map((_, step) => [...new Set(ways.map((way) => way[step]))]);
  if (!ways.length) columns.splice(0, 2, [now.entity], [now.path]);
  const places = new Map(columns.flatMap((column, x) => column.map((id, y) => [id, [x * COLUMN, (y - (column.length - 1) / 2) * ROW_HEIGHT + (x % 2) * 14]])));
  const entities = [...places.keys()].sort((a, b) => a - b);
  const steps = new Set(ways.flatMap((way) => way.slice(1).map((id, i) => pairKey(way[i], id))));
  return { ...finish(graph, state, now, passes, { entities, wanted: new Set([now.entity, now.path]), all: entities.length, more: 0,
    on: (line) => steps.has(pairKey(line.from, line.to)) }), places };
}

// An office that both have held is no way from one to the other while there is a better one.
export function pathsBetween(graph, a, b, passes) {
  const found = shortestPaths(graph, a, b, passes, (id) => graph.entities[id].type !== "Role");
  return found.length ? found : shortestPaths(graph, a, b, passes);
}

const pairKey = (a, b) => `${Math.min(a, b)} ${Math.max(a, b)}`;

function finish(graph, state, now, passes, { entities, wanted, all, more, on }) {
  const apart = (line) => state.apart || (now.pair && pairKey(line.from, line.to) === pairKey(...now.pair));
  const { lines, hidden } = thinOut(shownLines(graph, entities, passes), wanted, apart);
  const drawn = on ? lines.filter(on) : lines;
  return { entities, lines: drawn, all, thinned: hidden, more, focus: on ? null : focusOf(graph, now, drawn, wanted) };
}

// The entities that are selected themselves.
function wantedEntities(graph, now) {
  if (now.pair) return new Set(now.pair);
  if (now.entity !== undefined) return new Set([now.entity]);
  const one = graph.statements[now.statement];
  return new Set(one ? [one.subject, one.object].filter((id) => id !== null) : []);
}

// The speakers of what is selected: shown with it.
function vouching(graph, now, passes) {
  const one = graph.statements[now.statement];
  const statements = now.pair ? between(graph, ...now.pair).filter(passes) : one ? [one] : [];
  return statements.map((each) => each.speaker).filter((id) => id !== null && id >= 0);
}

// What stays bright when something is selected: it, its lines, their other ends, their speakers.
function focusOf(graph, now, lines, main) {
  if (!main.size) return null;
  const ids = new Set(now.pair ? between(graph, ...now.pair).map((one) => one.id) : [now.statement]);
  const near = now.entity === undefined ? lines.filter((line) => line.statements.some((id) => ids.has(id)))
    : lines.filter((line) => main.has(line.from) || main.has(line.to) || line.statements.some((id) => graph.statements[id].speaker === now.entity));
  const speakers = new Map(near.map((line) => [line.id, speakersBehind(graph, line, now.entity)]));
  const entities = new Set([...main, ...near.flatMap((line) => [line.from, line.to, ...speakers.get(line.id)])]);
  return { main, lines: new Set(near.map((line) => line.id)), entities, speakers };
}

function speakersBehind(graph, line, only) {
  const all = new Set(line.statements.map((id) => graph.statements[id].speaker).filter((id) => id !== null && id >= 0));
  return [...all].filter((id) => (only === undefined || id === only) && id !== line.from && id !== line.to);
}

// Which statements are selected, as `writeSparql` takes it: null for all; none of these fields beside another.
export function chosenOf(graph, state, now, passes) {
  if (now.statement !== undefined) return { statement: now.statement };
  if (now.pair) return { pair: now.pair };
  if (now.path !== undefined) return { among: [...new Set(pathsBetween(graph, now.entity, now.path, passes).flat())].sort((a, b) => a - b) };
  if (now.entity !== undefined && state.depth) return { among: [...neighbourhood(graph, [now.entity], state.depth, passes).keys()].sort((a, b) => a - b) };
  return now.entity === undefined ? null : { entity: now.entity };
}

// The statements that pass the filters and are selected, in reading order.
export function chosenStatements(graph, chosen, passes) {
  return graph.statements.filter((one) => passes(one) && isChosen(one, chosen));
}

function isChosen(one, chosen) {
  if (!chosen) return true;
  if (chosen.statement !== undefined) return one.id === chosen.statement;
  if (chosen.entity !== undefined) return [one.subject, one.object, one.speaker].includes(chosen.entity);
  const ends = chosen.pair ?? chosen.among;
  const inside = chosen.inside ?? (chosen.inside = new Set(ends));
  return inside.has(one.subject) && inside.has(one.object) && (!chosen.pair || one.subject !== one.object || ends[0] === ends[1]);
}
