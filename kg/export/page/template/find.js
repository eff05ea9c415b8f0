// Search over names and sentences, as you type. Pure.
import { fold } from "./text.js";

// Prepare the texts once: `names` and `sentences` are lists of strings, by number.
export function searchIndex(names, sentences) {
  return { names: names.map((all) => all.map(fold)), sentences: sentences.map(fold) };
}

// Give the numbers of names and sentences that hold every word; names that begin with the text come first.
export function find(index, text, most = { names: 8, sentences: 20 }) {
  const wanted = fold(text).split(/\s+/).filter(Boolean);
  if (!wanted.length) return { names: [], sentences: [] };
  const whole = wanted.join(" ");
  const holds = (value) => wanted.every((part) => value.includes(part));
  const names = index.names.flatMap((all, id) => (all.some(holds) ? [{ id, rank: rank(all, whole) }] : []));
  names.sort((a, b) => a.rank - b.rank || a.id - b.id);
  return { names: names.slice(0, most.names).map((one) => one.id), sentences: firstOf(index.sentences, holds, most.sentences) };
}

function rank(names, whole) {
  if (names.some((name) => name === whole)) return 0;
  if (names.some((name) => name.startsWith(whole))) return 1;
  return names.some((name) => name.includes(` ${whole}`)) ? 2 : 3;
}

function firstOf(values, test, most) {
  const found = [];
  for (let id = 0; id < values.length && found.length < most; id += 1) if (test(values[id])) found.push(id);
  return found;
}
