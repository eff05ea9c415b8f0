// The picture by keyboard: arrows go from entity to entity, plus and minus zoom.
import { fit, zoom } from "./draw.js";
import { byId } from "./dom.js";

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// Make the keys of the focused picture work; `selected` gives the number of the selected entity.
export function setUpKeys(app, drawing, selected) {
  byId("canvas").addEventListener("keydown", (event) => canvasKeys(event, app, drawing, selected));
}

function canvasKeys(event, app, drawing, selected) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "+" || event.key === "=") zoom(drawing, 1.25);
  else if (event.key === "-") zoom(drawing, 0.8);
  else if (event.key === "0") fit(drawing);
  else if (event.key === "Escape") app.pick({});
  else if (event.key === "Enter") byId("panel").focus();
  else if (WAYS[event.key]) step(WAYS[event.key], app, drawing, selected());
  else return;
  if ("+=-".includes(event.key)) app.looked();
  event.preventDefault();
}

// Go to the nearest entity in a direction; sideways distance counts double.
function step([dx, dy], app, drawing, now) {
  const from = drawing.places.get(now);
  const open = (id) => (id === undefined ? undefined : app.pick({ entity: app.graph.entities[id].iri }));
  if (!from) return open(drawing.entities[0]);
  const far = (id) => {
    const x = drawing.places.get(id).x - from.x;
    const y = drawing.places.get(id).y - from.y;
    const along = x * dx + y * dy;
    return along <= 0 ? Infinity : along + 2 * Math.abs(x * dy - y * dx);
  };
  const others = drawing.entities.filter((id) => id !== now && far(id) < Infinity);
  return open(others.sort((a, b) => far(a) - far(b))[0]);
}
