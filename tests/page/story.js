// A small graph for the tests: BMA (0), minister (1), deal (2), source (3), town (4), office (5); two articles.
import { readGraph } from "../../kg/export/page/template/graph.js";

const relation = (label, stance, symmetric = false) => ({ label, stance, symmetric });
const NAMESPACES = {
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#", rdfs: "http://www.w3.org/2000/01/rdf-schema#", kg: "https://kg.example/#",
  rel: "https://kg.example/rel/", not: "https://kg.example/not/", claim: "https://kg.example/claimed/", claimnot: "https://kg.example/claimed-not/",
  dct: "http://purl.org/dc/terms/", schema: "https://schema.org/", nif: "https://nif.example/#", skos: "https://skos.example/#",
  owl: "http://www.w3.org/2002/07/owl#", xsd: "http://www.w3.org/2001/XMLSchema#",
};
const TYPES = ["Organisation", "Person", "Topic", "Person", "Place", "Role"];

// The source claims that the minister rejects the deal; the article says he does not; more of each kind.
export function make(change = () => {}) {
  const data = {
    base: "b/", namespaces: NAMESPACES, first: 3, style: {}, disputes: [],
    documents: [{ iri: "d", identifier: "d", text: "x 🚋 “no”", issued: "2024-06-11", publisher: "Courier" }, { iri: "d2", identifier: "d2", issued: "2024-07" }],
    relations: { rejects: relation("rejects", "conflict"), denies: relation("denies", "conflict"), meets: relation("meets", "cooperation", true), holdsRole: relation("holds", "static") },
    entities: TYPES.map((type, i) => ({ iri: `e${i}`, label: `L${i}`, type, at: [i, i] })),
    attributions: [{ iri: "a0", document: 0, speaker: 1, quotation: "Direct" }, { iri: "a1", document: 0, speaker: 3, within: 0, quotation: "Direct" }],
    statements: [
      { iri: "s0", document: 0, relation: "rejects", subject: 1, object: 2, speaker: 3, via: 1, confidence: 0.5, evidence: [2, 3], cues: ["no"] },
      { iri: "s1", document: 0, relation: "rejects", subject: 1, object: 2, negative: true, confidence: 0.9 },
      { iri: "s2", document: 1, relation: "meets", subject: 0, object: 1, modality: "Planned", confidence: 0.7 },
      { iri: "s3", document: 1, relation: "rejects", subject: 0, speaker: -1, confidence: 0.6 },
      { iri: "s4", document: 0, relation: "denies", subject: 1, object: 2, speaker: 0, confidence: 0.8 },
      { iri: "s5", document: 0, relation: "holdsRole", subject: 3, object: 5, confidence: 0.8 },
      { iri: "s6", document: 0, relation: "holdsRole", subject: 1, object: 5, confidence: 0.8 },
    ],
    lines: [[1, 2, 0.08, 0], [1, 2, -0.08, 1], [0, 1, 0, 2], [1, 2, 0.16, 4], [3, 5, 0, 5], [1, 5, 0, 6]],
  };
  change(data);
  return readGraph(data);
}
