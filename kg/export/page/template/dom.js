// Make elements: text only ever enters as text nodes, attributes only by name.
import { plain } from "./text.js";

// Make an element; `on…` attributes are listeners, true and false set or leave out the attribute.
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

export const byId = (id) => document.getElementById(id);

// Put new children into an element.
export function fill(parent, ...children) {
  parent.replaceChildren(...children.flat(2).filter((child) => child !== null && child !== undefined));
  return parent;
}

// A name from the data, kept apart from the direction of the words around it.
export const name = (text, attributes = {}) => el("bdi", attributes, plain(text) || "?");

const SVG = "http://www.w3.org/2000/svg";

// Make an element of a drawing.
export function svg(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// Shapes of types and arrows of stances as SVG paths, 16 high; arrows end at x = 35.
export const SHAPES = {
  dot: "M8 2a6 6 0 1 0 .01 0z", square: "M3 3h10v10H3z", hexagon: "M5 2.8h6L14 8l-3 5.2H5L2 8z",
  triangleDown: "M2 3h12L8 14z", triangle: "M8 2l6 11H2z", diamond: "M8 1.5L14.5 8 8 14.5 1.5 8z",
  star: "M8 1l2.1 4.6 5 .5-3.8 3.3 1.1 4.9L8 11.8 3.6 14.3l1.1-4.9L.9 6.1l5-.5z",
};
export const ARROWS = { triangle: "M26 3l9 5-9 5z", circle: "M31 4a4 4 0 1 0 .01 0z", diamond: "M25 8l5-4 5 4-5 4z",
  vee: "M26 3l9 5-9 5 3-5z" };

// The shape of an entity type, for legend and cards.
export function shapeIcon(look) {
  return svg("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" },
    svg("path", { d: SHAPES[look.shape] ?? SHAPES.dot }));
}

// A line as it is drawn: dashed or not, with the arrow of its stance.
export function lineIcon(arrow, dashed) {
  const path = { d: arrow ? "M1 8h26" : "M1 8h35", "stroke-dasharray": dashed ? "5 3" : "none", class: "stroke" };
  const parts = [svg("path", path)];
  if (arrow) parts.push(svg("path", { d: ARROWS[arrow] }));
  return svg("svg", { viewBox: "0 0 37 16", class: "icon wide", "aria-hidden": "true" }, ...parts);
}

// Colour an element by a custom property; policy forbids style attributes, not the object model.
export function tint(element, color) {
  element.style.setProperty("--tint", `var(${color})`);
  return element;
}

export const typeColor = (graph, type) => `--type-${graph.style.types[type] ? type : "Other"}`;
export const stanceColor = (stance) => `--stance-${stance}`;
export const typeLook = (graph, type) => graph.style.types[type] ?? graph.style.types.Other;
