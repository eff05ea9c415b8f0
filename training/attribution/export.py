"""Write trained weights as the int8 ONNX file that newskg ships.

    python training/attribution/export.py --weights tagger.pt --out kg/extract/learned/attribution.onnx

Weights go to 7 bits for each output channel (`reduce_range`: processors without 8-bit dot products saturate at 8),
activations are quantised anew in each run; one run is one window, so a text's figures do not depend on its neighbours.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

import onnx
import torch
from network import HEADS, HIDDEN, Layer, Tagger
from onnx import TensorProto, helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional as F

from kg.extract.learned.features import SIZES

STATES = "/tagger/layers.3/norm2/LayerNormalization_output_0"
"""What the exporter calls the fourth layer's output."""


class Attention(torch.autograd.Function):
    """Attention without a mask as one operator of onnxruntime, which takes a tenth less time for a window."""

    @staticmethod
    def forward(_: Any, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        """Attend, as `network.Layer` does (batch, pieces, hidden)."""
        heads = [x.unflatten(-1, (HEADS, HIDDEN // HEADS)).transpose(1, 2) for x in (query, key, value)]
        return F.scaled_dot_product_attention(*heads).transpose(1, 2).flatten(2)

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any) -> Any:
        """Name the operator (onnxruntime, ContribOperators.md, com.microsoft.MultiHeadAttention)."""
        named = graph.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=HEADS)
        return named.setType(query.type())


class Joined(nn.Module):
    """A layer of the network whose query, key and value are one product: its input is quantised once."""

    def __init__(self, layer: Layer) -> None:
        super().__init__()
        self.layer, self.three = layer, nn.Linear(HIDDEN, 3 * HIDDEN)
        parts = (layer.query, layer.key, layer.value)
        self.three.weight.data = torch.cat([part.weight.detach() for part in parts])
        self.three.bias.data = torch.cat([part.bias.detach() for part in parts])

    def forward(self, x: Tensor, _: Tensor) -> Tensor:
        """Give the states of the next layer."""
        layer = self.layer
        x = layer.norm1(x + layer.out(Attention.apply(*self.three(x).chunk(3, -1))))
        return layer.norm2(x + layer.down(F.gelu(layer.up(x))))


class Window(nn.Module):
    """The network on one window without padding: log-probabilities of tags and links."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger
        tagger.layers = nn.ModuleList(Joined(layer) for layer in tagger.layers)

    def forward(self, pieces: Tensor, features: Tensor, words: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Give tags (words, 3, 3) and both links (words, words + 1)."""
        mask = torch.ones_like(pieces, dtype=torch.float32)
        tags, source, cue = self.tagger(pieces, features, words, mask)
        return tags[0].unflatten(-1, (3, 3)).log_softmax(-1), source[0].log_softmax(-1), cue[0].log_softmax(-1)


def give_states(path: Path) -> None:
    """Make what the fourth layer gives an output of its own: the stance network reads it."""
    model = onnx.load(path)
    model.graph.node.append(helper.make_node("Identity", [STATES], ["states"]))
    model.graph.output.append(helper.make_tensor_value_info("states", TensorProto.FLOAT, [1, "p", HIDDEN]))
    onnx.save(model, path)


def main() -> None:
    """Export and quantise."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--weights", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--float", action="store_true", help="leave the weights as they are")
    given = options.parse_args()
    tagger = Tagger()
    tagger.load_state_dict(torch.load(given.weights))
    tagger.eval()
    names = ["pieces", "features", "words"]
    outputs = ["tags", "source", "cue"]
    sample = (
        torch.randint(1000, 2000, (1, 40)),
        torch.zeros(1, 40, len(SIZES), dtype=torch.long),
        torch.arange(1, 30)[None],
    )
    axes = {
        "pieces": {1: "p"},
        "features": {1: "p"},
        "words": {1: "w"},
        "tags": {0: "w"},
        "source": {0: "w", 1: "e"},
        "cue": {0: "w", 1: "e"},
    }
    with tempfile.TemporaryDirectory() as folder:
        plain = given.out if given.float else Path(folder) / "plain.onnx"
        torch.onnx.export(
            Window(tagger), sample, str(plain), input_names=names, output_names=outputs, dynamic_axes=axes,
            opset_version=17, dynamo=False, custom_opsets={"com.microsoft": 1},
        )  # fmt: skip
        if not given.float:
            quantize_dynamic(plain, given.out, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
    give_states(given.out)
    onnx.checker.check_model(str(given.out))


if __name__ == "__main__":
    main()
