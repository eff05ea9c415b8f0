// Pure functions on text: code points to UTF-16, paragraphs, marked segments, folding for search.

const HIDDEN = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

// Names without control and direction characters, on one line, at most `limit` characters.
export function plain(text, limit = 300) {
  const clean = String(text ?? "").slice(0, limit * 4).replace(HIDDEN, " ").replace(/\s+/g, " ").trim();
  return clip(clean, limit);
}

export function clip(text, limit) {
  const points = Array.from(text);
  return points.length <= limit ? text : points.slice(0, limit - 1).join("").trimEnd() + "…";
}

// Lower case without accents, for comparing.
export function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

// Give a function from code point offsets to UTF-16 offsets of the text.
export function unitOffsets(text) {
  if (!/[\ud800-\udbff][\udc00-\udfff]/.test(text)) return (offset) => Math.min(offset, text.length);
  const units = [];
  let at = 0;
  for (const point of text) {
    units.push(at);
    at += point.length;
  }
  return (offset) => (offset < units.length ? units[offset] : text.length);
}

// Ranges [start, end) of the paragraphs: parted by empty lines where there are any, else by line ends.
export function paragraphs(text) {
  const parting = /\n[^\S\n]*\n/.test(text) ? /\n[^\S\n]*\n\s*/g : /\n+/g;
  const ranges = [];
  let start = 0;
  for (const match of text.matchAll(parting)) {
    push(ranges, text, start, match.index);
    start = match.index + match[0].length;
  }
  push(ranges, text, start, text.length);
  return ranges;
}

function push(ranges, text, start, end) {
  if (text.slice(start, end).trim()) ranges.push([start, end]);
}

// The paragraphs that a range touches, cut to `around` characters on both sides of it.
export function contextOf(ranges, start, end, around = 500) {
  const touched = ranges.filter(([from, to]) => from < end && start < to);
  const from = touched.length ? touched[0][0] : start;
  const to = touched.length ? touched[touched.length - 1][1] : end;
  return { start: Math.max(from, start - around), end: Math.min(to, end + around),
    cutBefore: from < start - around, cutAfter: to > end + around };
}

// Cut [start, end) at every border of the marks: [{ start, end, marks: [those that cover it] }].
export function segments(start, end, marks) {
  const inside = marks.filter((mark) => mark.start < end && start < mark.end && mark.start < mark.end);
  const borders = new Set([start, end]);
  for (const mark of inside) {
    borders.add(Math.max(mark.start, start));
    borders.add(Math.min(mark.end, end));
  }
  const cuts = [...borders].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((from, i) => ({
    start: from, end: cuts[i + 1],
    marks: inside.filter((mark) => mark.start <= from && cuts[i + 1] <= mark.end),
  }));
}

// The ranges of words inside [start, end) of the text: the first place where each occurs as whole words.
export function occurrences(text, start, end, words) {
  const part = text.slice(start, end);
  return words.flatMap((wanted) => {
    const at = wholeWord(part, wanted);
    return at < 0 ? [] : [{ start: start + at, end: start + at + wanted.length }];
  });
}

function wholeWord(part, wanted) {
  for (let at = part.indexOf(wanted); at >= 0 && wanted; at = part.indexOf(wanted, at + 1)) {
    const before = part[at - 1] ?? " ";
    const after = part[at + wanted.length] ?? " ";
    if (!/[\p{L}\p{N}]/u.test(before) && !/[\p{L}\p{N}]/u.test(after)) return at;
  }
  return -1;
}

// Break a name into lines of about `width` characters, at spaces, at most `most` lines.
export function wrap(text, width = 18, most = 3) {
  const lines = [""];
  for (const part of text.split(" ")) {
    const last = lines[lines.length - 1];
    if (last && last.length + part.length + 1 > width) lines.push(part);
    else lines[lines.length - 1] = last ? `${last} ${part}` : part;
  }
  if (lines.length > most) lines.splice(most - 1, lines.length, `${lines[most - 1]}…`);
  return lines.map((line) => clip(line, width + 10));
}

// A link out of the page: http and https only.
export function outside(source) {
  return /^https?:\/\/[^\s]+$/i.test(source ?? "") ? source : null;
}
