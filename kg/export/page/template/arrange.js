// Places for a part of the graph: a small force-directed layout, the same as the one of the first view (Fruchterman and
// Reingold's forces, then labels pushed apart), begun from the places in the whole, with no chance in it. Pure.

const LENGTH = 150;
const ROUNDS = 160;
const PUSHES = 120;
const HALF_HEIGHT = 34;

// Give a place for each of `points` ([x, y] in the whole graph); `pairs` are [i, j] of those with a line between them,
// `widths` those of the labels in pixels.
export function arrange(points, pairs, widths) {
  if (points.length < 2) return points.map(() => [0, 0]);
  const size = Math.sqrt(points.length);
  const x = Float64Array.from(spread(points, 0), (value) => value * size);
  const y = Float64Array.from(spread(points, 1), (value) => value * size);
  for (let round = 0; round < ROUNDS; round += 1) settle(x, y, pairs, (0.25 * size + 0.3) * (1 - round / ROUNDS) + 0.02);
  for (let i = 0; i < x.length; i += 1) [x[i], y[i]] = [x[i] * LENGTH, y[i] * LENGTH];
  for (let push = 0; push < PUSHES; push += 1) if (!separate(x, y, widths)) break;
  return points.map((_, i) => [x[i], y[i]]);
}

// The order of the points along an axis, evenly from -1 to 1: no two begin at the same place.
function spread(points, axis) {
  const order = points.map((_, i) => i).sort((a, b) => points[a][axis] - points[b][axis] || a - b);
  const places = [];
  order.forEach((i, rank) => { places[i] = (2 * rank) / (points.length - 1) - 1; });
  return places;
}

// One round: all push each other away, less beyond two lengths; lines pull; everything is drawn to the middle.
function settle(x, y, pairs, heat) {
  const n = x.length;
  const [fx, fy] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i += 1) {
    for (let j = i + 1; j < n; j += 1) {
      const [dx, dy] = [x[i] - x[j], y[i] - y[j]];
      const squared = dx * dx + dy * dy + 1e-2;
      const push = 1 / (squared * (1 + squared / 5));
      fx[i] += dx * push; fy[i] += dy * push;
      fx[j] -= dx * push; fy[j] -= dy * push;
    }
    const home = 0.04 + (0.2 * Math.hypot(x[i], y[i])) / Math.sqrt(n);
    fx[i] -= x[i] * home * 0.8; fy[i] -= y[i] * home * 1.3;
  }
  for (const [i, j] of pairs) pull(x, y, fx, fy, i, j);
  for (let i = 0; i < n; i += 1) {
    const length = Math.hypot(fx[i], fy[i]) + 1e-9;
    const step = Math.min(length, heat) / length;
    x[i] += fx[i] * step; y[i] += fy[i] * step;
  }
}

function pull(x, y, fx, fy, i, j) {
  const [dx, dy] = [x[i] - x[j], y[i] - y[j]];
  const force = Math.hypot(dx, dy) * 0.3;
  fx[i] -= dx * force; fy[i] -= dy * force;
  fx[j] += dx * force; fy[j] += dy * force;
}

// Push overlapping labels apart, along the axis that needs the smaller move; false when none overlap.
function separate(x, y, widths) {
  let hit = false;
  for (let i = 0; i < x.length; i += 1) {
    for (let j = i + 1; j < x.length; j += 1) {
      const wide = (widths[i] + widths[j]) / 2 + 18 - Math.abs(x[i] - x[j]);
      const high = 2 * HALF_HEIGHT - Math.abs(y[i] - y[j]);
      if (wide <= 0.5 || high <= 0.5) continue;
      hit = true;
      const [axis, move] = wide < high ? [x, wide] : [y, high];
      const way = (axis[i] >= axis[j] ? 1 : -1) * move * 0.3;
      axis[i] += way; axis[j] -= way;
    }
  }
  return hit;
}
