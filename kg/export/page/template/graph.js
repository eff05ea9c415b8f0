// The graph as the page holds it: records with defaults filled in, drawn lines, who is near whom. Pure.

export const NARRATOR = null;
export const UNATTRIBUTED = -1;

// Read the embedded JSON into records that refer to each other by number.
export function readGraph(data) {
  const graph = {
    base: data.base, namespaces: data.namespaces ?? {}, first: data.first, relations: data.relations, style: data.style, disputes: data.disputes.map((one, id) => ({ iri: "", parties: [], ...one, id })),
    documents: data.documents.map((one, id) => ({ title: "", text: null, ...one, id })),
    entities: data.entities.map((one, id) => entity(one, id)),
    attributions: data.attributions.map((one) => ({ source: [], cue: [], content: [], speaker: null, within: null, ...one })),
    statements: data.statements.map((one, id) => statement(one, id)),
  };
  graph.lines = data.lines.map(([from, to, bend, ...statements], id) => line(graph, id, from, to, bend, statements));
  join(graph);
  return graph;
}

function entity(one, id) {
  return { aliases: [], merges: [], same: [], mentions: [], anonymous: false, ...one, id, lines: [], subjects: [],
    objects: [], speaks: [] };
}

function statement(one, id) {
  return { subject: null, object: null, speaker: NARRATOR, via: null, negative: false, modality: "", cues: [],
    evidence: [], subjects: [], objects: [], content: [], quotes: [], ...one, id };
}

function line(graph, id, from, to, bend, statements) {
  const first = graph.statements[statements[0]];
  return { id, from, to, bend, statements, relation: first.relation, stance: graph.relations[first.relation].stance,
    symmetric: graph.relations[first.relation].symmetric, negative: first.negative, modality: first.modality,
    claimed: first.speaker !== NARRATOR, voices: voices(graph, statements) };
}

// Who vouches for statements, each once: a speaker by number; a narrator or an unnamed one is another in every article.
function voices(graph, statements) {
  return new Set(statements.map((id) => {
    const { speaker, document } = graph.statements[id];
    return speaker === NARRATOR || speaker === UNATTRIBUTED ? `${speaker} ${document}` : speaker;
  }));
}

function join(graph) {
  for (const one of graph.lines) {
    graph.entities[one.from].lines.push(one.id);
    if (one.to !== one.from) graph.entities[one.to].lines.push(one.id);
  }
  for (const one of graph.statements) {
    if (one.subject !== null) graph.entities[one.subject].subjects.push(one.id);
    if (one.object !== null) graph.entities[one.object].objects.push(one.id);
    if (one.speaker !== NARRATOR && one.speaker !== UNATTRIBUTED) graph.entities[one.speaker].speaks.push(one.id);
  }
  for (const one of graph.entities) one.weight = new Set([...one.subjects, ...one.objects, ...one.speaks]).size;
  graph.heaviest = graph.entities.reduce((most, one) => Math.max(most, one.weight), 1);
}

export const stanceOf = (graph, one) => graph.relations[one.relation].stance;
export const voiceOf = (one) => (one.speaker === NARRATOR ? "told" : "claimed");

// The entities to show: those given, those asked for, and with each of these its strongest neighbours.
export function shownEntities(graph, opened, wanted, hidden, neighbours = 8) {
  const shown = new Set(opened);
  for (const id of wanted) {
    const isNew = !shown.has(id);
    shown.add(id);
    if (isNew) nearest(graph, id).slice(0, neighbours).forEach((near) => shown.add(near));
  }
  return [...shown].filter((id) => wanted.has(id) || !hidden.has(graph.entities[id].type)).sort((a, b) => a - b);
}

// The ends of the strongest lines that pass, until there are `number`: what a filtered picture opens with.
export function busiest(graph, number, passes) {
  const strength = graph.lines.map((one) => countPassing(graph, one, passes));
  const passing = graph.lines.filter((one) => strength[one.id])
    .sort((a, b) => strength[b.id] - strength[a.id] || a.from + a.to - b.from - b.to || a.id - b.id);
  const shown = new Set();
  for (const one of passing) {
    if (shown.size >= number) break;
    shown.add(one.from).add(one.to);
  }
  return [...shown].sort((a, b) => a - b);
}

function countPassing(graph, line, passes) {
  let n = 0;
  for (const id of line.statements) if (passes(graph.statements[id])) n += 1;
  return n;
}

// How many entities take part in a line that passes.
export function countDrawn(graph, passes) {
  const drawn = new Set();
  for (const one of graph.lines) if (one.statements.some((id) => passes(graph.statements[id]))) drawn.add(one.from).add(one.to);
  return drawn.size;
}

// Entities on the other end of a line, the most important (lowest number) first.
export function nearest(graph, id) {
  const others = graph.entities[id].lines.map((number) => {
    const one = graph.lines[number];
    return one.from === id ? one.to : one.from;
  });
  return [...new Set(others)].sort((a, b) => a - b);
}

// Lines between shown entities with at least one statement that passes; `statements` holds only those.
export function shownLines(graph, entities, passes) {
  const shown = new Set(entities);
  const lines = new Set(entities.flatMap((id) => graph.entities[id].lines));
  return [...lines].sort((a, b) => a - b).map((id) => graph.lines[id])
    .filter((one) => shown.has(one.from) && shown.has(one.to))
    .map((one) => ({ ...one, statements: one.statements.filter((id) => passes(graph.statements[id])) }))
    .filter((one) => one.statements.length)
    .map((one) => ({ ...one, voices: voices(graph, one.statements) }));
}

// All statements with these two ends, in either direction.
export function between(graph, a, b) {
  return graph.statements.filter((one) => (one.subject === a && one.object === b) || (one.subject === b && one.object === a));
}

// The attributions around a statement, outermost first.
export function chain(graph, one) {
  const found = [];
  for (let at = one.via; at !== null && at !== undefined && !found.includes(at); at = graph.attributions[at].within) {
    found.unshift(at);
  }
  return found.map((id) => graph.attributions[id]);
}

// How many steps each entity is away from a set of them, over statements that pass and through entities that are
// `open`, up to `depth`: id -> distance.
export function neighbourhood(graph, starts, depth, passes, open = () => true) {
  const found = new Map(starts.map((id) => [id, 0]));
  let border = [...starts];
  for (let step = 1; step <= depth && border.length; step += 1) {
    const through = border.filter((id) => step === 1 || open(id));
    const next = new Set(through.flatMap((id) => linked(graph, id, passes)).filter((id) => !found.has(id)));
    border = [...next].sort((a, b) => a - b);
    for (const id of border) found.set(id, step);
  }
  return found;
}

function linked(graph, id, passes) {
  const lines = graph.entities[id].lines.map((number) => graph.lines[number]);
  const open = lines.filter((one) => one.statements.some((number) => passes(graph.statements[number])));
  return [...new Set(open.map((one) => (one.from === id ? one.to : one.from)))];
}

// The shortest ways from one entity to another over statements that pass and through entities that are `open`, at most
// `most`, important ones first: [[a, …, b]]; none where there is no way.
export function shortestPaths(graph, a, b, passes, open = () => true, most = 3) {
  const far = neighbourhood(graph, [b], graph.entities.length, passes, open);
  if (!far.has(a)) return [];
  const found = [];
  const walk = (way) => {
    const at = way[way.length - 1];
    if (at === b) found.push(way);
    const next = at === b ? [] : linked(graph, at, passes).filter((id) => far.get(id) === far.get(at) - 1 && (id === b || open(id))).sort((x, y) => x - y);
    for (const id of next) if (found.length < most) walk([...way, id]);
  };
  walk([a]);
  return found;
}

// Those with whom an entity has statements that pass: [{ id, n, stances: { conflict: 2 … } }], most first.
export function partners(graph, id, passes) {
  const found = new Map();
  for (const number of new Set([...graph.entities[id].subjects, ...graph.entities[id].objects])) {
    const one = graph.statements[number];
    const other = one.subject === id ? one.object : one.subject;
    if (other === null || other === id || !passes(one)) continue;
    if (!found.has(other)) found.set(other, { id: other, n: 0, stances: {} });
    const row = found.get(other);
    row.n += 1;
    row.stances[stanceOf(graph, one)] = (row.stances[stanceOf(graph, one)] ?? 0) + 1;
  }
  return [...found.values()].sort((x, y) => y.n - x.n || x.id - y.id);
}

// One line for all relations of a stance, sign and voice from one entity to another, unless `apart` says of a line that
// it stays by itself; the strongest `most` of them and those at the `kept` entities. `hidden` is the number left out.
export function thinOut(lines, kept, apart = () => false, most = 110) {
  const merged = mergeLines(lines, apart);
  const rank = (line) => (kept.has(line.from) || kept.has(line.to) ? 1e6 : 0) + line.statements.length;
  const strongest = [...merged].sort((a, b) => rank(b) - rank(a) || a.id - b.id).slice(0, most);
  return { lines: bendApart(strongest.sort((a, b) => a.id - b.id)), hidden: merged.length - strongest.length };
}

function mergeLines(lines, apart) {
  const groups = new Map();
  for (const line of lines) {
    const key = apart(line) ? line.id : [line.from, line.to, line.stance, line.claimed, line.negative].join();
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(line);
  }
  return [...groups.values()].map((group) => (group.length === 1 ? group[0] : mergedLine(group)));
}

// `others` counts the relations that the label does not name; modalities are kept only where all lines share one.
function mergedLine(group) {
  const first = group.reduce((a, b) => (b.statements.length > a.statements.length ? b : a));
  return { ...first, statements: group.flatMap((line) => line.statements), parts: group.map((line) => line.id),
    others: new Set(group.map((line) => line.relation)).size - 1,
    modality: group.every((line) => line.modality === first.modality) ? first.modality : "",
    symmetric: group.every((line) => line.symmetric), voices: new Set(group.flatMap((line) => [...line.voices])) };
}

function bendApart(lines) {
  const pairs = new Map();
  for (const line of lines) {
    const key = [Math.min(line.from, line.to), Math.max(line.from, line.to)].join();
    if (!pairs.has(key)) pairs.set(key, []);
    pairs.get(key).push(line);
  }
  const bends = new Map([...pairs.values()].flatMap((pair) => pair.map((line, place) =>
    [line.id, (place - (pair.length - 1) / 2) * 0.16 * (line.from < line.to ? 1 : -1)])));
  return lines.map((line) => ({ ...line, bend: bends.get(line.id) }));
}
