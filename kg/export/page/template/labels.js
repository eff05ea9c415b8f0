// Labels over the canvas, at the same size at every zoom: placed so that none covers another. Pure but for drawing.

// Spread points over a canvas of the given size: turned where the canvas is upright, stretched to fill it.
// A part of a larger picture (`part`) leaves gaps: these are closed halfway, keeping the order.
export function project(points, width, height, part = false, margin = { x: 72, y: 46 }) {
  if (!points.length) return { points: [], scale: 1 };
  const upright = height > width * 1.15 && extent(points, 0) > extent(points, 1);
  const evened = part ? closeGaps(points) : points;
  const turned = upright ? evened.map(([x, y]) => [y, x]) : evened;
  const wide = Math.max(extent(turned, 0), 1);
  const high = Math.max(extent(turned, 1), 1);
  const room = { x: Math.max(width - 2 * margin.x, 60), y: Math.max(height - 2 * margin.y, 60) };
  const even = Math.min(room.x / wide, room.y / high);
  const scale = { x: Math.min(room.x / wide, even * 1.9, 1.5), y: Math.min(room.y / high, even * 1.9, 1.5) };
  const middle = [0, 1].map((axis) => (least(turned, axis) + most(turned, axis)) / 2);
  return {
    points: turned.map(([x, y]) => [(x - middle[0]) * scale.x, (y - middle[1]) * scale.y]),
    scale: Math.min(1, Math.sqrt(scale.x * scale.y)),
  };
}

function closeGaps(points) {
  const even = [0, 1].map((axis) => {
    const order = points.map((_, i) => i).sort((a, b) => points[a][axis] - points[b][axis]);
    const from = least(points, axis);
    const step = extent(points, axis) / Math.max(points.length - 1, 1);
    const places = [];
    order.forEach((i, rank) => { places[i] = (points[i][axis] + from + rank * step) / 2; });
    return places;
  });
  return points.map((_, i) => [even[0][i], even[1][i]]);
}

const least = (points, axis) => points.reduce((low, point) => Math.min(low, point[axis]), Infinity);
const most = (points, axis) => points.reduce((high, point) => Math.max(high, point[axis]), -Infinity);
const extent = (points, axis) => most(points, axis) - least(points, axis);

export const box = (x, y, width, height) => ({ x: x - width / 2, y: y - height / 2, width, height });

export function overlaps(a, b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

// The first candidate box that is free; it is then taken. Null where none is.
export function takeFree(candidates, taken) {
  const free = candidates.find((one) => !taken.some((other) => overlaps(one, other)));
  if (free) taken.push(free);
  return free ?? null;
}

// Boxes below, above, right and left of a shape.
export function aroundShape({ x, y, size }, width, height) {
  const gap = size + 4;
  return [
    box(x, y + gap + height / 2, width, height), box(x, y - gap - height / 2, width, height),
    box(x + gap + width / 2, y, width, height), box(x - gap - width / 2, y, width, height),
    ...[0.35, -0.35, 0.18, -0.18, 0.5, -0.5].flatMap((part) => [1, -1].map((way) => box(x + part * width, y + way * (gap + height / 2), width, height))),
    ...[1, -1].flatMap((side) => [1, -1].map((way) => box(x + side * (gap + width / 2 - 4), y + way * (size + height / 2 - 4), width, height))),
    ...[18, 34].flatMap((off) => [0, 0.3, -0.3].flatMap((part) => [1, -1].map((way) => box(x + part * width, y + way * (gap + off + height / 2), width, height)))),
    ...[18, 34].flatMap((off) => [1, -1].map((side) => box(x + side * (gap + off + width / 2), y, width, height))),
  ];
}

// The same box moved until it lies inside the canvas.
export function inside(place, width, height = Infinity) {
  return { ...place, x: Math.max(2, Math.min(place.x, width - place.width - 2)), y: Math.max(2, Math.min(place.y, height - place.height - 2)) };
}

// Draw lines of text in the middle of a box, with a rim in the colour of the ground.
export function drawText(context, lines, place, { color, ground, lineHeight }) {
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = ground;
  context.fillStyle = color;
  lines.forEach((text, row) => {
    const y = place.y + lineHeight * (row + 0.5);
    context.strokeText(text, place.x + place.width / 2, y);
    context.fillText(text, place.x + place.width / 2, y);
  });
}

// Measure lines of text; widths are kept, the same labels are drawn again at every step of a zoom.
export function measurer(context) {
  const known = new Map();
  return (font, text) => {
    const key = `${font}|${text}`;
    if (!known.has(key)) {
      context.font = font;
      known.set(key, context.measureText(text).width);
    }
    return known.get(key);
  };
}
