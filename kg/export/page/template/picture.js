// The picture as an SVG file, with legend and caption, and that file as a PNG. Nothing in it is loaded from outside.
import { ARROWS, SHAPES, typeLook } from "./dom.js";
import { FONT, shapeAt, widthOf } from "./draw.js";
import { xml } from "./files.js";
import { WORDS } from "./words.js";

const SAMPLES = 24;
const LEGEND = 46;
const LEGEND_ROW = 20;
const CAPTION = 30;

// Write the drawing, as it is on the screen, as SVG 1.1; `caption` stands below it.
export function writeSvg(drawing, caption) {
  const { clientWidth: width, clientHeight } = drawing.element;
  const height = clientHeight + LEGEND + CAPTION;
  const ground = drawing.colors("--ground");
  const body = [...drawing.lines.map((line) => svgLine(drawing, line)), ...drawing.links.map(svgLink(drawing)),
    ...drawing.leaders.map(({ from, to, opacity }) => `<path d="M${at(from.x)} ${at(from.y)}L${at(to.x)} ${at(to.y)}" stroke="${drawing.colors("--soft")}" opacity="${opacity}"/>`),
    ...drawing.entities.map((id) => svgEntity(drawing, id)), ...drawing.placed.map((one) => svgLabel(one, ground)),
    svgLegend(drawing, clientHeight, width), svgText(caption, 12, height - 11, { size: 12, color: drawing.colors("--soft") })];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `font-family="${xml(FONT)}" role="img"><title>${xml(caption)}</title>` +
    `<rect width="100%" height="100%" fill="${ground}"/>${body.join("\n")}</svg>\n`;
}

const at = (value) => Math.round(value * 10) / 10;

function svgEntity(drawing, id) {
  const one = drawing.graph.entities[id];
  const { x, y, size } = shapeAt(drawing, id);
  const color = drawing.colors(`--type-${drawing.graph.style.types[one.type] ? one.type : "Other"}`);
  const main = drawing.focus?.main.has(id);
  const faint = drawing.focus && !drawing.focus.entities.has(id);
  return `<path d="${SHAPES[typeLook(drawing.graph, one.type).shape]}" transform="translate(${at(x)} ${at(y)}) scale(${at(size) / 7}) translate(-8 -8)" ` +
    `fill="${one.anonymous ? drawing.colors("--ground") : color}" stroke="${main ? drawing.colors("--ink") : color}" stroke-width="${main ? 2.5 : 1.5}"` +
    `${one.anonymous ? ' stroke-dasharray="2.5 1.5"' : ""} opacity="${faint ? 0.22 : 1}"/>`;
}

function svgLine(drawing, line) {
  const color = drawing.colors(`--stance-${line.stance}`);
  const faint = drawing.focus && !drawing.focus.lines.has(line.id);
  const points = trimmed(drawing, line);
  if (points.length < 2) return "";
  const path = points.map(({ x, y }, i) => `${i ? "L" : "M"}${at(x)} ${at(y)}`).join("");
  const heads = [svgHead(drawing, line, points, color), line.symmetric ? svgHead(drawing, line, [...points].reverse(), color) : ""];
  return `<g opacity="${faint ? 0.1 : 0.9}"><path d="${path}" fill="none" stroke="${color}" stroke-width="${widthOf(line)}"` +
    `${line.claimed ? ' stroke-dasharray="7 5"' : ""}/>${heads.join("")}</g>`;
}

// The arrow of the stance at the end of a line, turned along it.
function svgHead(drawing, line, points, color) {
  const [before, end] = points.slice(-2);
  const angle = (Math.atan2(end.y - before.y, end.x - before.x) * 180) / Math.PI;
  const shape = ARROWS[drawing.graph.style.stances[line.stance]?.arrow] ?? ARROWS.triangle;
  return `<path d="${shape}" fill="${color}" transform="translate(${at(end.x)} ${at(end.y)}) rotate(${at(angle)}) translate(-35 -8)"/>`;
}

// Points along a drawn line, without those inside the shapes at its ends.
function trimmed(drawing, line) {
  if (line.from === line.to) return loop(drawing, line);
  const ends = [line.from, line.to].map((id) => shapeAt(drawing, id));
  const far = ({ x, y }, end) => Math.hypot(x - end.x, y - end.y) > end.size + 2;
  const type = drawing.network.body.edges[`l${line.id}`].edgeType;
  const points = Array.from({ length: SAMPLES * 2 + 1 }, (_, i) => drawing.network.canvasToDOM(type.getPoint(i / (SAMPLES * 2))));
  return points.filter((point) => ends.every((end) => far(point, end)));
}

function loop(drawing, line) {
  const { x, y, size } = shapeAt(drawing, line.from);
  const radius = 18 * drawing.network.getScale();
  const middle = { x: x + (size + radius * 0.6) * 0.7, y: y - (size + radius * 0.6) * 0.7 };
  const turn = (i) => Math.PI * (0.95 + (1.6 * i) / SAMPLES);
  return Array.from({ length: SAMPLES + 1 }, (_, i) => ({ x: middle.x + radius * Math.cos(turn(i)), y: middle.y + radius * Math.sin(turn(i)) }));
}

const svgLink = (drawing) => ({ from, to }) => `<path d="M${at(from.x)} ${at(from.y)}L${at(to.x)} ${at(to.y)}" stroke="${drawing.colors("--ink")}" ` +
  'stroke-width="1" stroke-dasharray="1 4" stroke-linecap="round"/>';

function svgLabel({ lines, place, font, color, lineHeight, opacity }, ground) {
  const size = Number(/(\d+)px/.exec(font)[1]);
  return lines.map((text, row) => svgText(text, place.x + place.width / 2, place.y + lineHeight * (row + 0.5) + size * 0.36,
    { size, color, ground, middle: true, bold: font.startsWith("600"), opacity })).join("");
}

function svgText(text, x, y, { size, color, ground, middle, bold, opacity = 1 }) {
  return `<text x="${at(x)}" y="${at(y)}" font-size="${size}" fill="${color}"${middle ? ' text-anchor="middle"' : ""}${bold ? ' font-weight="600"' : ""}` +
    `${opacity < 1 ? ` opacity="${opacity}"` : ""}${ground ? ` stroke="${ground}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"` : ""}>${xml(text)}</text>`;
}

// The stances that occur, and what dashes mean, in as many rows as it takes.
function svgLegend(drawing, top, width) {
  const stances = [...new Set(drawing.lines.map((line) => line.stance))].sort();
  const entries = [...stances.map((key) => ({ text: WORDS.stances[key] ?? key, color: drawing.colors(`--stance-${key}`), arrow: drawing.graph.style.stances[key]?.arrow })),
    { text: WORDS.voices.told, color: drawing.colors("--ink") }, { text: WORDS.voices.claimed, color: drawing.colors("--ink"), dashed: true }];
  let [x, y] = [12, top];
  return entries.map(({ text, color, arrow, dashed }) => {
    const room = 44 + drawing.measure(`12px ${FONT}`, text) + 18;
    if (x > 12 && x + room > width) [x, y] = [12, y + LEGEND_ROW];
    const line = `<g transform="translate(${at(x)} ${y + 5})"><path d="M1 8h${arrow ? 26 : 35}" stroke="${color}" stroke-width="2.4"${dashed ? ' stroke-dasharray="5 3"' : ""}/>` +
      `${arrow ? `<path d="${ARROWS[arrow]}" fill="${color}"/>` : ""}</g>${svgText(text, x + 44, y + 17, { size: 12, color: drawing.colors("--ink") })}`;
    x += room;
    return line;
  }).join("");
}

// Paint an SVG text twice as large as it is on the screen: a promise of a PNG blob.
export async function paintPng(svg, factor = 2) {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width * factor, image.height * factor];
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done) => { canvas.toBlob(done, "image/png"); });
  } finally {
    URL.revokeObjectURL(url);
  }
}
