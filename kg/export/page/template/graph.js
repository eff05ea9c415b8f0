// The graph as the page holds it: records with defaults filled in, filters, drawn lines. Pure.

export const NARRATOR = null;
export const UNATTRIBUTED = -1;

// Read the embedded JSON into records that refer to each other by number.
export function readGraph(data) {
  const graph = {
    base: data.base, first: data.first, relations: data.relations, style: data.style, disputes: data.disputes,
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
  const speakers = new Set(statements.map((number) => graph.statements[number].speaker));
  return { id, from, to, bend, statements, relation: first.relation, stance: graph.relations[first.relation].stance,
    symmetric: graph.relations[first.relation].symmetric, negative: first.negative, modality: first.modality,
    claimed: first.speaker !== NARRATOR, speakers: speakers.size };
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

// Make the test that a statement passes when no filter hides it; `hidden` holds types, stances and voices.
export function filter(graph, hidden) {
  const typeShown = (id) => id === null || !hidden.has(graph.entities[id].type);
  return (one) => !hidden.has(stanceOf(graph, one)) && !hidden.has(voiceOf(one)) && typeShown(one.subject) &&
    typeShown(one.object);
}

// Count statements by stance and voice, and entities in relations by type: what the legend shows.
export function counts(graph) {
  const found = new Map();
  const add = (key) => found.set(key, (found.get(key) ?? 0) + 1);
  for (const one of graph.statements) [stanceOf(graph, one), voiceOf(one)].forEach(add);
  for (const one of graph.entities) if (one.weight) add(one.type);
  return found;
}

// The entities to show: the first `number`, those asked for, and with each of these its strongest neighbours.
export function shownEntities(graph, number, wanted, hidden, neighbours = 8) {
  const shown = new Set(graph.entities.slice(0, number).map((one) => one.id));
  for (const id of wanted) {
    const isNew = !shown.has(id);
    shown.add(id);
    if (isNew) nearest(graph, id).slice(0, neighbours).forEach((near) => shown.add(near));
  }
  return [...shown].filter((id) => wanted.has(id) || !hidden.has(graph.entities[id].type)).sort((a, b) => a - b);
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
    .filter((one) => one.statements.length);
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

// Thin out a crowded picture: one line for all relations of a stance and voice between two entities, the strongest
// `most` of them and those at the `kept` entities. Gives { lines, hidden }, hidden the number left out.
export function thinOut(lines, kept, most = 110) {
  if (lines.length <= most) return { lines, hidden: 0 };
  const merged = mergeLines(lines);
  const rank = (line) => (kept.has(line.from) || kept.has(line.to) ? 1e6 : 0) + line.statements.length;
  const strongest = [...merged].sort((a, b) => rank(b) - rank(a) || a.id - b.id).slice(0, most);
  return { lines: bendApart(strongest.sort((a, b) => a.id - b.id)), hidden: merged.length - strongest.length };
}

function mergeLines(lines) {
  const groups = new Map();
  for (const line of lines) {
    const key = [line.from, line.to, line.stance, line.claimed].join();
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(line);
  }
  return [...groups.values()].map((group) => {
    const first = group.reduce((a, b) => (b.statements.length > a.statements.length ? b : a));
    return { ...first, statements: group.flatMap((line) => line.statements), others: group.length - 1,
      symmetric: group.every((line) => line.symmetric), speakers: Math.max(...group.map((line) => line.speakers)) };
  });
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
