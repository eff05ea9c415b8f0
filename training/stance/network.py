"""Train the network that judges who is for or against whom (kg/extract/learned/stance.onnx).

    python training/stance/network.py --rows stance/train.tsv --weights tagger.pt --out kg/extract/learned/stance.onnx

Two transformer layers over the states of the attribution network's fourth layer, begun from its fifth and sixth
(`--weights`, of `training/attribution/train.py`); the pieces of the two actors are marked. A tenth of the sentences, by
the MD5 of their texts, is kept apart (`--apart 0 1` keeps two); its figures are printed at several thresholds. Labels
are those of `train.py`. Ten minutes on one core. All randomness is seeded.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional as F
from train import TENTHS, extractor, read_rows, tenth

from kg.extract.attribution import AttributionFinder
from kg.extract.layout import blocks
from kg.extract.learned import Tagger
from kg.extract.nlp import parse
from kg.extract.syntax import Syntax

sys.path.insert(0, str(Path(__file__).parents[1] / "attribution"))
from network import HIDDEN, LAYERS, Layer, Quantised

FIRST, SEED, BATCH, EPOCHS, QUANTISED, RATE, LABELS = 4, 1, 16, 5, 3, 1.3e-4, 5
TURNED = {1: 2, 2: 1, 3: 4, 4: 3}
"""The label of a row when its two actors are exchanged."""


class Example(NamedTuple):
    """The states of a sentence's pieces, which of them are the first actor's and the second's, label, and text."""

    states: np.ndarray
    marks: np.ndarray
    label: int
    text: str


def examples(rows: list[tuple[str, list[tuple[int, int]], int]]) -> list[Example]:
    """Run the shipped network over each row's sentence; rows whose actors are not in one are left out."""
    found, reader, tagger = [], extractor(), Tagger()
    for text, spans, label in rows:
        layout, _ = blocks(text, reader.ontology.layout)
        tree = parse(reader.nlp, text, layout, reader.ontology.maps["lemma"])
        ends = [
            [k for k, (i, j) in enumerate(zip(tree.start, tree.end, strict=True)) if i < b and a < j] for a, b in spans
        ]
        if not all(ends) or len({tree.sent_of[k] for end in ends for k in end}) > 1:
            continue
        rules = AttributionFinder(Syntax(tree, reader.ontology.words), reader.ontology).find()
        scores = tagger.score(tree, rules.quotes, rules.found)
        first, last = tree.sents[tree.sent_of[ends[0][0]]]
        for window, states in zip(scores.windows, scores.states, strict=True):
            if window.own <= first and last <= window.last:
                tokens = np.array(window.word)
                inside = (tokens >= first) & (tokens < last)
                marks = np.isin(tokens, ends[0]) + 2 * np.isin(tokens, ends[1])
                found.append(Example(states[inside].astype(np.float16), marks[inside].clip(max=2), label, text))
    return found


class Stance(nn.Module):
    """States and marks of a sentence in, scores of the five labels out."""

    def __init__(self) -> None:
        super().__init__()
        self.mark = nn.Embedding(3, HIDDEN)
        nn.init.normal_(self.mark.weight, std=0.02)
        self.mark.weight.data[0] = 0
        self.layers = nn.ModuleList(Layer() for _ in range(FIRST, LAYERS))
        self.hidden, self.label, self.drop = nn.Linear(3 * HIDDEN, HIDDEN), nn.Linear(HIDDEN, LABELS), nn.Dropout(0.1)

    def start_from(self, weights: Path) -> None:
        """Take the upper layers of the attribution network."""
        given = torch.load(weights)
        for k, layer in enumerate(self.layers, start=FIRST):
            own = {n.split(".", 2)[2]: v for n, v in given.items() if n.startswith(f"layers.{k}.")}
            layer.load_state_dict(own)

    def forward(self, states: Tensor, marks: Tensor, there: Tensor) -> Tensor:
        """Score sentences: `states` (batch, pieces, 384), `marks` and `there` (batch, pieces)."""
        x = states + self.mark(marks)
        away = (1.0 - there[:, None, None, :]) * -1e4
        for layer in self.layers:
            x = layer(x, away)

        def mean(of: Tensor) -> Tensor:
            return (x * of[:, :, None]).sum(1) / of.sum(1, keepdim=True).clamp_min(1)

        three = [mean((marks == 1).float()), mean((marks == 2).float()), mean(there)]
        return self.label(self.drop(F.gelu(self.hidden(self.drop(torch.cat(three, 1))))))


class Sentence(nn.Module):
    """The network on one sentence without padding: probabilities of the five labels."""

    def __init__(self, stance: Stance) -> None:
        super().__init__()
        self.stance = stance

    def forward(self, states: Tensor, marks: Tensor) -> Tensor:
        """Give (1, 5)."""
        return self.stance(states, marks, torch.ones_like(marks, dtype=torch.float32)).softmax(-1)


def batch(some: list[Example], turned: list[bool]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Pad states, marks and what is there; exchange the actors where `turned`."""
    longest = max(len(e.marks) for e in some)
    states, marks = torch.zeros(len(some), longest, HIDDEN), torch.zeros(len(some), longest, dtype=torch.long)
    there, labels = torch.zeros(len(some), longest), []
    for k, (example, turn) in enumerate(zip(some, turned, strict=True)):
        size = len(example.marks)
        own = torch.from_numpy(example.marks.astype(np.int64))
        states[k, :size], there[k, :size] = torch.from_numpy(example.states.astype(np.float32)), 1
        marks[k, :size] = torch.where(own > 0, 3 - own, 0) if turn else own
        labels.append(TURNED.get(example.label, 0) if turn else example.label)
    return states, marks, there, torch.tensor(labels)


def figures(model: Stance, apart: list[Example]) -> str:
    """Give precision, recall and F1 of directed signed edges on sentences kept apart, at several thresholds."""
    model.eval()
    chances, gold = [], []
    with torch.no_grad():
        for k in range(0, len(apart), 64):
            states, marks, there, labels = batch(apart[k : k + 64], [False] * len(apart[k : k + 64]))
            chances.append(model(states, marks, there).softmax(-1))
            gold.append(labels)
    model.train()
    sure, said = torch.cat(chances)[:, 1:].max(-1)
    labels = torch.cat(gold)
    lines = []
    for threshold in (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7):
        taken = sure > threshold
        right = int((taken & (said + 1 == labels)).sum())
        p, r = right / max(int(taken.sum()), 1), right / int((labels > 0).sum())
        lines.append(f"{threshold:.2f}  P {p:.3f}  R {r:.3f}  F1 {2 * p * r / max(p + r, 1e-9):.3f}")
    return "\n".join(lines)


def train(model: Stance, learn: list[Example], apart: list[Example]) -> None:
    """Train, int8 simulated in the last epochs."""
    upper = [p for n, p in model.named_parameters() if n.startswith("layers")]
    rest = [p for n, p in model.named_parameters() if not n.startswith("layers")]
    optimiser = torch.optim.AdamW([{"params": upper, "lr": RATE}, {"params": rest, "lr": 5 * RATE}], weight_decay=0.01)
    steps = EPOCHS * -(-len(learn) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / (0.06 * steps), max(0.0, (steps - s) / (0.94 * steps)))
    )
    for epoch in range(EPOCHS):
        Quantised.on = epoch >= QUANTISED
        random.shuffle(learn)
        parts = [
            sorted(learn[k : k + 40 * BATCH], key=lambda e: len(e.marks)) for k in range(0, len(learn), 40 * BATCH)
        ]
        batches = [part[k : k + BATCH] for part in parts for k in range(0, len(part), BATCH)]
        random.shuffle(batches)
        for some in batches:
            states, marks, there, labels = batch(some, [random.random() < 0.5 for _ in some])
            with torch.autocast("cpu", torch.bfloat16):
                scores = model(states, marks, there).float()
            F.cross_entropy(scores, labels, label_smoothing=0.05).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
        print(f"epoch {epoch + 1}\n{figures(model, apart)}", flush=True)


def export(model: Stance, out: Path) -> None:
    """Write the int8 ONNX file."""
    Quantised.on = False
    model.eval()
    sample = (torch.zeros(1, 20, HIDDEN), torch.tensor([[0] * 8 + [1, 2] + [0] * 10]))
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            Sentence(model), sample, str(plain), input_names=["states", "marks"], output_names=["chances"],
            dynamic_axes={"states": {1: "p"}, "marks": {1: "p"}}, opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(plain, out, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
    onnx.checker.check_model(str(out))


def main() -> None:
    """Train, print figures, export."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=Path, required=True)
    options.add_argument("--weights", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--apart", type=int, nargs="+", default=[0], choices=range(TENTHS))
    given = options.parse_args()
    torch.manual_seed(SEED)
    random.seed(SEED)
    found = examples(read_rows(given.rows))
    apart = [e for e in found if tenth(e.text) in given.apart]
    learn = [e for e in found if tenth(e.text) not in given.apart]
    model = Stance()
    model.start_from(given.weights)
    train(model, learn, apart)
    export(model, given.out)


if __name__ == "__main__":
    main()
