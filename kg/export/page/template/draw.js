// The picture: hands the shown entities and lines to vis-network, draws the labels over it.
import { aroundShape, box, drawText, inside, measurer, project, takeFree } from "./labels.js";
import { typeLook } from "./dom.js";
import { lineLabel, lineMark } from "./say.js";
import { plain, wrap } from "./text.js";

export const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif";
const NODE_FONT = `600 13px ${FONT}`;
const EDGE_FONT = `12px ${FONT}`;

// Make the drawing in an element; `pick(kind, number)` is called with "entity", "line" or "nothing".
// `moved()` after the reader has zoomed or pushed the picture.
export function createDrawing(graph, element, { pick, hover, moved }) {
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  const network = new vis.Network(element, { nodes, edges }, OPTIONS);
  const drawing = { graph, element, nodes, edges, network, entities: [], lines: [], focus: null, places: new Map(),
    scale: 1, placed: [], links: [], leaders: [] };
  drawing.measure = measurer(document.createElement("canvas").getContext("2d"));
  network.on("click", ({ nodes: [node], edges: [edge] }) => {
    if (node !== undefined) pick("entity", node);
    else if (edge !== undefined) pick("line", Number(edge.slice(1)));
    else pick("nothing");
  });
  network.on("hoverNode", ({ node, pointer }) => hover("entity", node, pointer.DOM));
  network.on("hoverEdge", ({ edge, pointer }) => hover("line", Number(edge.slice(1)), pointer.DOM));
  for (const event of ["zoom", "dragEnd"]) network.on(event, moved);
  for (const event of ["blurNode", "blurEdge", "dragStart", "zoom"]) network.on(event, () => hover("nothing"));
  network.on("afterDrawing", (context) => drawLabels(drawing, context));
  network.on("dragEnd", ({ nodes: dragged }) => dragged.forEach((id) => drawing.places.set(id, network.getPosition(id))));
  return drawing;
}

const FOOT = 34;
const ARROW = { enabled: true, scaleFactor: 0.6 };
const OPTIONS = {
  physics: { enabled: false },
  layout: { randomSeed: 1, improvedLayout: false },
  interaction: { hover: true, multiselect: false, selectConnectedEdges: false, hoverConnectedEdges: false, keyboard: false },
  nodes: { physics: false, borderWidth: 1.5, borderWidthSelected: 3, chosen: false },
  edges: { physics: false, chosen: false, arrowStrikethrough: false, selectionWidth: 0, hoverWidth: 0,
    selfReference: { size: 18, angle: Math.PI / 4 } },
};

// Show a scene: entities, lines, `focus` ({ entities, lines, speakers }) that dims all others, and places of its own
// where it has any; `look` is the zoom and middle to begin with.
export function show(drawing, { entities, lines, focus, places }, look) {
  const fresh = entities.join() !== drawing.entities.join() || drawing.resized || changed(places, drawing.own);
  Object.assign(drawing, { entities, lines, focus, own: places, resized: false, ready: false, colors: readColors() });
  if (fresh) placeAll(drawing);
  replace(drawing.nodes, entities.map((id) => nodeLook(drawing, drawing.graph.entities[id])));
  replace(drawing.edges, lines.map((line) => edgeLook(drawing, line)));
  drawing.ready = true;
  if (look) drawing.network.moveTo({ scale: look[0], position: { x: look[1], y: look[2] } });
  else if (fresh) fit(drawing);
  drawing.network.body.emitter.emit("_requestRedraw");
}

function changed(places, before) {
  return Boolean(places) !== Boolean(before) || (places && [...places].some(([id, [x, y]]) => before.get(id)?.[0] !== x || before.get(id)?.[1] !== y));
}

// The zoom and the middle of the picture, as `show` takes them.
export function lookOf(drawing) {
  const { x, y } = drawing.network.getViewPosition();
  return [Math.round(drawing.network.getScale() * 100) / 100, Math.round(x), Math.round(y)];
}

function replace(set, items) {
  const wanted = new Set(items.map((item) => item.id));
  set.remove(set.getIds().filter((id) => !wanted.has(id)));
  set.update(items);
}

function placeAll(drawing) {
  const { clientWidth, clientHeight } = drawing.element;
  const at = (id) => drawing.own?.get(id) ?? drawing.graph.entities[id].at;
  const part = !drawing.own && drawing.entities.length < drawing.graph.first;
  const found = project(drawing.entities.map(at), clientWidth, clientHeight - FOOT, part);
  drawing.places = new Map(drawing.entities.map((id, i) => [id, { x: found.points[i][0], y: found.points[i][1] }]));
  drawing.scale = Math.max(0.35, Math.min(1, found.scale * 1.25));
}

// Bring everything into view again.
export function fit(drawing) {
  drawing.network.moveTo({ position: { x: 0, y: FOOT / 2 + 4 }, scale: 1 });
}

export function zoom(drawing, factor) {
  drawing.network.moveTo({ scale: Math.min(8, Math.max(0.1, drawing.network.getScale() * factor)) });
}

// Bring one entity into the middle when it is outside the view.
export function reveal(drawing, id) {
  const place = drawing.places.get(id);
  if (!place) return;
  const { x, y } = drawing.network.canvasToDOM(place);
  const { clientWidth, clientHeight } = drawing.element;
  if (x < 20 || y < 20 || x > clientWidth - 20 || y > clientHeight - 20) drawing.network.moveTo({ position: place });
}

// Read the colours of the present theme from the style sheet.
function readColors() {
  const style = getComputedStyle(document.documentElement);
  const known = new Map();
  return (variable) => {
    if (!known.has(variable)) known.set(variable, style.getPropertyValue(variable).trim());
    return known.get(variable);
  };
}

const sizeOf = (drawing, one) => (7 + 9 * Math.sqrt(one.weight / Math.max(drawing.graph.heaviest, 9))) * drawing.scale;

function nodeLook(drawing, one) {
  const look = typeLook(drawing.graph, one.type);
  const color = drawing.colors(`--type-${drawing.graph.style.types[one.type] ? one.type : "Other"}`);
  const faint = drawing.focus && !drawing.focus.entities.has(one.id);
  const ground = drawing.colors("--ground");
  return {
    id: one.id, ...drawing.places.get(one.id), shape: look.shape, size: sizeOf(drawing, one), opacity: faint ? 0.22 : 1,
    color: { background: one.anonymous ? ground : color, border: drawing.focus?.main.has(one.id) ? drawing.colors("--ink") : color },
    borderWidth: drawing.focus?.main.has(one.id) ? 3 : 2,
    shapeProperties: { borderDashes: one.anonymous ? [3, 2] : false },
  };
}

// Wider for every independent voice behind a line, up to five.
export const widthOf = (line) => (line.stance === "static" ? 1 : 1.5) + 0.7 * Math.min(line.voices.size - 1, 4);

function edgeLook(drawing, line) {
  const faint = drawing.focus && !drawing.focus.lines.has(line.id);
  const arrow = { ...ARROW, type: drawing.graph.style.stances[line.stance]?.arrow ?? "triangle" };
  if (arrow.type === "circle") arrow.scaleFactor = 0.38;
  return {
    id: `l${line.id}`, from: line.from, to: line.to, dashes: line.claimed ? [7, 5] : false,
    width: widthOf(line),
    color: { color: drawing.colors(`--stance-${line.stance}`), inherit: false, opacity: faint ? 0.1 : 0.9 },
    arrows: line.symmetric ? { to: arrow, from: arrow } : { to: arrow },
    smooth: line.bend === 0 ? false : { enabled: true, type: line.bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(line.bend) },
  };
}

function drawLabels(drawing, context) {
  if (!drawing.ready) return;
  const { network, element } = drawing;
  const ratio = context.canvas.width / element.clientWidth;
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const scale = network.getScale();
  const shapes = new Map(drawing.entities.map((id) => [id, shapeAt(drawing, id, scale)]));
  const taken = [...shapes.values()].map(({ x, y, size }) => box(x, y, 2 * size, 2 * size));
  drawing.placed = [];
  drawing.links = [];
  drawing.leaders = [];
  speakerLinks(drawing, context, shapes);
  const bright = (id) => !drawing.focus || drawing.focus.entities.has(id);
  for (const id of drawing.entities.filter(bright)) nodeLabel(drawing, context, id, shapes.get(id), taken);
  for (const line of linesInOrder(drawing)) edgeLabel(drawing, context, line, taken);
  context.globalAlpha = 0.4;
  for (const id of drawing.entities.filter((one) => !bright(one))) nodeLabel(drawing, context, id, shapes.get(id), taken);
  context.restore();
}

// Where and how large an entity is drawn, in pixels of the canvas element.
export function shapeAt(drawing, id, scale = drawing.network.getScale()) {
  const place = drawing.network.canvasToDOM(drawing.network.getPosition(id));
  return { ...place, size: sizeOf(drawing, drawing.graph.entities[id]) * scale };
}

function linesInOrder({ lines, focus }) {
  const wanted = focus ? lines.filter((line) => focus.lines.has(line.id)) : [...lines];
  return wanted.sort((a, b) => b.statements.length - a.statements.length || a.id - b.id);
}

function nodeLabel(drawing, context, id, shape, taken) {
  const lines = wrap(plain(drawing.graph.entities[id].label, 60));
  const width = Math.max(...lines.map((text) => drawing.measure(NODE_FONT, text))) + 6;
  const { clientWidth, clientHeight } = drawing.element;
  const within = shape.x > 0 && shape.x < clientWidth && shape.y > 0 && shape.y < clientHeight - FOOT;
  const places = aroundShape(shape, width, lines.length * 15);
  const place = takeFree(within ? places.map((one) => inside(one, clientWidth, clientHeight - FOOT)) : places, taken);
  if (!place) return;
  leader(drawing, context, shape, place);
  write(drawing, context, lines, place, { font: NODE_FONT, color: drawing.colors("--ink"), lineHeight: 15 });
}

// A thin line from an entity to a label that found room only further off.
function leader(drawing, context, { x, y, size }, place) {
  const to = { x: Math.max(place.x, Math.min(x, place.x + place.width)), y: Math.max(place.y, Math.min(y, place.y + place.height)) };
  const far = Math.hypot(to.x - x, to.y - y);
  if (far < size + 12) return;
  const from = { x: x + ((to.x - x) * size) / far, y: y + ((to.y - y) * size) / far };
  context.strokeStyle = drawing.colors("--soft");
  context.lineWidth = 1;
  stroke(context, from, to);
  drawing.leaders.push({ from, to, opacity: context.globalAlpha });
}

// Draw a label and note it, so that the picture can be written as a file.
function write(drawing, context, lines, place, look) {
  context.font = look.font;
  drawText(context, lines, place, { ...look, ground: drawing.colors("--ground") });
  drawing.placed.push({ lines, place, ...look, opacity: context.globalAlpha });
}

// The relation on its line, where there is room; where not, at least the mark for "not" and "?".
function edgeLabel(drawing, context, line, taken) {
  const label = lineLabel(drawing.graph, line);
  const mark = lineMark(line);
  const middle = [0.5, 0.42, 0.58, 0.34, 0.66].map((part) => pointOn(drawing, line, part));
  const points = [...middle, ...[-13, 13].flatMap((off) => middle.slice(0, 3).map(({ x, y }) => ({ x, y: y + off })))];
  const look = { font: EDGE_FONT, color: drawing.colors(`--stance-${line.stance}`), lineHeight: 14 };
  for (const text of mark ? [label, mark] : [label]) {
    const width = drawing.measure(EDGE_FONT, text) + 6;
    const place = takeFree(points.map(({ x, y }) => inside(box(x, y, width, 15), drawing.element.clientWidth)), taken);
    if (place) return write(drawing, context, [text], place, look);
  }
}

// A point on the drawn line, 0 at the subject, in pixels of the canvas element.
export function pointOn(drawing, line, part) {
  const edge = drawing.network.body.edges[`l${line.id}`];
  if (line.from === line.to) {
    const { x, y } = drawing.network.getPosition(line.from);
    return drawing.network.canvasToDOM({ x: x + 20, y: y - 34 });
  }
  return drawing.network.canvasToDOM(edge.edgeType.getPoint(part));
}

// Thin dotted lines from speakers to the lines they vouch for: of what is selected, else of those in no line.
function speakerLinks(drawing, context, shapes) {
  const { graph, focus } = drawing;
  const speakers = focus ? (line) => focus.speakers.get(line.id) ?? [] : (line) => silent(graph, line);
  context.strokeStyle = drawing.colors("--ink");
  context.lineWidth = 1;
  context.setLineDash([1, 4]);
  context.lineCap = "round";
  for (const line of drawing.lines) {
    for (const speaker of speakers(line)) {
      const from = shapes.get(speaker);
      const to = pointOn(drawing, line, 0.5);
      if (from) drawing.links.push({ from, to });
    }
  }
  for (const { from, to } of drawing.links) stroke(context, from, to);
  context.setLineDash([]);
}

function silent(graph, line) {
  const speakers = new Set(line.statements.map((id) => graph.statements[id].speaker));
  return [...speakers].filter((id) => id !== null && id >= 0 && !graph.entities[id].lines.length);
}

function stroke(context, from, to) {
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
  context.stroke();
}
