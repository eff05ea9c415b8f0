"""The network: MiniLM's six layers, the words' features added to their pieces, heads for spans and links.

Devlin et al. 2019 (BERT), Wang et al. 2020 (MiniLM); links are scored as in Dozat and Manning 2017 (biaffine, here
without the linear terms but with a learned bias for the distance).
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from kg.extract.learned.features import SIZES

HIDDEN, HEADS, LAYERS, INNER, LINK = 384, 12, 6, 1536, 96
TAGS = 9
"""Outside, begin, inside, for source, cue and content in turn."""
BUCKETS = 32


class Quantised(nn.Linear):
    """A linear layer that can be trained as it will run in int8.

    Weights are symmetric in 7 bits for each output, so that processors without 8-bit dot products do not saturate;
    activations are asymmetric in 8 bits for each window (onnxruntime's DynamicQuantizeLinear). Straight-through
    gradients (Bengio et al. 2013).
    """

    on = False

    def forward(self, x: Tensor) -> Tensor:
        """Apply the layer, through rounded weights and activations where `on`."""
        if not Quantised.on:
            return super().forward(x)
        scale = self.weight.detach().abs().amax(1, keepdim=True).clamp_min(1e-8) / 63
        weight = self.weight + ((self.weight / scale).round() * scale - self.weight).detach()
        x = x.float()
        with torch.no_grad():
            dims = tuple(range(1, x.dim()))
            low, high = x.amin(dims, keepdim=True).clamp_max(0), x.amax(dims, keepdim=True).clamp_min(0)
            step = (high - low).clamp_min(1e-8) / 255
            rounded = ((x - low) / step).round() * step + low
        return F.linear(x + (rounded - x).detach(), weight, self.bias)


class Layer(nn.Module):
    """One transformer layer of BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (Quantised(HIDDEN, HIDDEN) for _ in range(3))
        self.out, self.up, self.down = Quantised(HIDDEN, HIDDEN), Quantised(HIDDEN, INNER), Quantised(INNER, HIDDEN)
        self.norm1, self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12), nn.LayerNorm(HIDDEN, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Give the states of the next layer; `mask` (batch, 1, 1, pieces) is added to the scores."""
        batch, size, _ = x.shape

        def heads(states: Tensor) -> Tensor:
            return states.view(batch, size, HEADS, HIDDEN // HEADS).transpose(1, 2)

        scores = heads(self.query(x)) @ heads(self.key(x)).transpose(2, 3) / (HIDDEN // HEADS) ** 0.5 + mask
        seen = (self.drop(scores.softmax(-1)) @ heads(self.value(x))).transpose(1, 2).reshape(batch, size, HIDDEN)
        x = self.norm1(x + self.drop(self.out(seen)))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Tagger(nn.Module):
    """Pieces and features of a window in, tag scores of each word and link scores between words out."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces, self.places = nn.Embedding(30522, HIDDEN), nn.Embedding(512, HIDDEN)
        self.norm, self.drop = nn.LayerNorm(HIDDEN, eps=1e-12), nn.Dropout(0.1)
        self.features = nn.Embedding(sum(SIZES), HIDDEN)
        nn.init.normal_(self.features.weight, std=0.02)
        starts = [sum(SIZES[:k]) for k in range(len(SIZES))]
        self.register_buffer("starts", torch.tensor(starts), persistent=False)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.hidden, self.tags = Quantised(HIDDEN, HIDDEN), nn.Linear(HIDDEN, TAGS)
        self.from_cue, self.to_source = nn.Linear(HIDDEN, LINK), nn.Linear(HIDDEN, LINK)
        self.from_content, self.to_cue = nn.Linear(HIDDEN, LINK), nn.Linear(HIDDEN, LINK)
        self.none = nn.Parameter(torch.zeros(2, HIDDEN))
        self.distance = nn.Parameter(torch.zeros(2, 2 * BUCKETS + 1))

    def start_from(self, folder: Path) -> None:
        """Take the encoder's weights from a MiniLM folder (model.safetensors)."""
        given = load_file(folder / "model.safetensors")
        kind = given["embeddings.token_type_embeddings.weight"][0]
        state = {
            "pieces.weight": given["embeddings.word_embeddings.weight"],
            "places.weight": given["embeddings.position_embeddings.weight"] + kind,
            "norm.weight": given["embeddings.LayerNorm.weight"],
            "norm.bias": given["embeddings.LayerNorm.bias"],
        }
        names = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "out": "attention.output.dense",
            "norm1": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for k in range(LAYERS):
            for ours, theirs in names.items():
                for part in ("weight", "bias"):
                    state[f"layers.{k}.{ours}.{part}"] = given[f"encoder.layer.{k}.{theirs}.{part}"]
        missing, surplus = self.load_state_dict(state, strict=False)
        if surplus or any(name.startswith(("layers", "pieces", "places", "norm")) for name in missing):
            raise ValueError(f"the weights in {folder} are not MiniLM's: {missing}, {surplus}")

    def forward(self, pieces: Tensor, features: Tensor, words: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Score windows.

        `pieces` (batch, pieces); `features` (batch, pieces, columns), of the word of each piece; `words` (batch, words)
        the place of each word's first piece; `mask` (batch, pieces) 1 where there is a piece.
        Gives tags (batch, words, 9), for each word as cue the scores of its source's first word, and for each word as
        content the scores of its cue's first word: (batch, words, words + 1), the last one "none".
        """
        x = self.pieces(pieces) + self.places.weight[: pieces.shape[1]]
        x = self.norm(x) + self.features(features + self.starts).sum(2)
        x = self.drop(x)
        away = (1.0 - mask[:, None, None, :]) * -1e4
        for layer in self.layers:
            x = layer(x, away)
        x = x.gather(1, words[:, :, None].expand(-1, -1, HIDDEN))
        tags = self.tags(F.gelu(self.hidden(x)))
        return tags, self._links(x, 0), self._links(x, 1)

    def _links(self, x: Tensor, kind: int) -> Tensor:
        head, tail = (self.from_cue, self.to_source) if kind == 0 else (self.from_content, self.to_cue)
        ends = torch.cat([x, self.none[kind].expand(x.shape[0], 1, HIDDEN)], 1)
        scores = head(x) @ tail(ends).transpose(1, 2) / LINK**0.5
        size = x.shape[1]
        place = torch.arange(size, device=x.device)
        apart = (place[None, :] - place[:, None]).clamp(-BUCKETS, BUCKETS) + BUCKETS
        return scores + F.pad(self.distance[kind][apart], (0, 1))[None]
