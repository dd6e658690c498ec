"""A second opinion: the same mathematics, calculated by PyTorch.

    /usr/bin/env python3 scripts/reference.py

writes test/fixtures/*.json, which test/reference.test.ts compares with the chapters. The tests need no Python: the
files are kept. To write them again takes Debian's python3-torch; the version used is noted in each file. Where another
Python comes first in the path, write /usr/bin/python3, which is Debian's.

What is calculated is torch's own: nn.MultiheadAttention, nn.LayerNorm, nn.TransformerEncoderLayer,
nn.TransformerDecoderLayer, F.cross_entropy, optim.Adam and autograd. This file chooses the numbers, adds what torch
has no module for (sine positions, the paper's learning rate), and writes everything down in the trees of
TransformerParams, a weight of torch being the transpose of ours.

Everything is in double precision and every case has its seed, so a second run gives the same bytes. Another build of
torch may add its sums in another order, and then the last digits differ.
"""

import json
import math
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

FOLDER = Path(__file__).resolve().parent.parent / "test" / "fixtures"

D_MODEL, HEADS, D_FF, LAYERS = 6, 2, 8, 2
V_SOURCE, V_TARGET = 9, 8
PAD, BOS, EOS = 0, 1, 2
SMOOTHING = 0.1
WARMUP, RATE, STEPS = 4, 0.25, 10


# ----- Numbers -------------------------------------------------------------------------------------------------------


def normal(n, m):
    """A random n×m input whose gradient is wanted."""
    return torch.randn(n, m).requires_grad_()


def filled(module):
    """The module with every parameter random: gains about 1, all others about 0, and no biases in attention.

    The paper has no biases there; torch's start at 0, and without a gradient they stay 0.
    """
    for parameter in module.parameters():
        nn.init.normal_(parameter, 0, 0.5)
    for part in module.modules():
        if isinstance(part, nn.LayerNorm):
            part.weight.data += 1
        if isinstance(part, nn.MultiheadAttention):
            for bias in (part.in_proj_bias, part.out_proj.bias):
                nn.init.zeros_(bias).requires_grad_(False)
    return module


def layer_options():
    """How torch's layers become those of the paper: the norm after the sum, ReLU, nothing dropped."""
    return dict(
        d_model=D_MODEL,
        nhead=HEADS,
        dim_feedforward=D_FF,
        dropout=0,
        activation="relu",
        layer_norm_eps=1e-5,
        batch_first=True,
        norm_first=False,
    )


def causal(n):
    """n×n: True where a later position is hidden."""
    return torch.ones(n, n, dtype=torch.bool).triu(diagonal=1)


# ----- Torch's parameters as our trees: of(p) is p itself or its gradient --------------------------------------------


def value(parameter):
    return parameter.detach()


def gradient(parameter):
    return parameter.grad


def attention_tree(part, of):
    """MultiHeadParams. Torch stacks the queries' weight, the keys' and the values', each with a block of rows a head."""
    W_Q, W_K, W_V = (
        [head.T for head in stacked.chunk(part.num_heads)]
        for stacked in of(part.in_proj_weight).chunk(3)
    )
    return {"W_Q": W_Q, "W_K": W_K, "W_V": W_V, "W_O": of(part.out_proj.weight).T}


def norm_tree(part, of):
    """LayerNormParams."""
    return {"gain": of(part.weight), "bias": of(part.bias)}


def feed_forward_tree(layer, of):
    """FeedForwardParams of an encoder or decoder layer."""
    return {
        "W_1": of(layer.linear1.weight).T,
        "b_1": of(layer.linear1.bias),
        "W_2": of(layer.linear2.weight).T,
        "b_2": of(layer.linear2.bias),
    }


def encoder_layer_tree(layer, of):
    """EncoderLayerParams."""
    return {
        "attention": attention_tree(layer.self_attn, of),
        "norm_1": norm_tree(layer.norm1, of),
        "feedForward": feed_forward_tree(layer, of),
        "norm_2": norm_tree(layer.norm2, of),
    }


def decoder_layer_tree(layer, of):
    """DecoderLayerParams."""
    return {
        "selfAttention": attention_tree(layer.self_attn, of),
        "norm_1": norm_tree(layer.norm1, of),
        "crossAttention": attention_tree(layer.multihead_attn, of),
        "norm_2": norm_tree(layer.norm2, of),
        "feedForward": feed_forward_tree(layer, of),
        "norm_3": norm_tree(layer.norm3, of),
    }


def translator_tree(model, of):
    """TransformerParams."""
    return {
        "E_source": of(model.E_source.weight),
        "E_target": of(model.E_target.weight),
        "encoder": [encoder_layer_tree(layer, of) for layer in model.encoder.layers],
        "decoder": [decoder_layer_tree(layer, of) for layer in model.decoder.layers],
    }


# ----- The whole model -----------------------------------------------------------------------------------------------


class Translator(nn.Module):
    """Torch's stacks between two embeddings; the target's is the output projection too."""

    def __init__(self):
        super().__init__()
        self.E_source = nn.Embedding(V_SOURCE, D_MODEL)
        self.E_target = nn.Embedding(V_TARGET, D_MODEL)
        self.encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(**layer_options()), LAYERS)
        self.decoder = nn.TransformerDecoder(nn.TransformerDecoderLayer(**layer_options()), LAYERS)

    def forward(self, source, target):
        """Ids, sentences×m and sentences×n, to scores, sentences×n×V_TARGET."""
        Z = self.encoder(placed(self.E_source(source)), src_key_padding_mask=source == PAD)
        Y = self.decoder(
            placed(self.E_target(target)),
            Z,
            tgt_mask=causal(target.shape[1]),
            tgt_key_padding_mask=target == PAD,
            memory_key_padding_mask=source == PAD,
        )
        return F.linear(Y, self.E_target.weight)


def placed(X):
    """√d_model X + PE. The angles are written as complex numbers e^(ipω) = cos pω + i sin pω."""
    n, d_model = X.shape[-2:]
    omega = torch.logspace(0, -4, d_model // 2 + 1)[:-1]
    turned = torch.exp(1j * torch.arange(n)[:, None] * omega)
    return math.sqrt(d_model) * X + torch.stack((turned.imag, turned.real), dim=-1).flatten(1)


def padded(sentences):
    """A table of ids, the short sentences filled up with PAD."""
    rows = [torch.tensor(sentence) for sentence in sentences]
    return nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=PAD)


def scores_and_loss(model, pairs):
    """The scores of a padded batch, and its smoothed cross-entropy summed over all tokens that are not PAD."""
    read = padded([[BOS, *pair["target"]] for pair in pairs])
    wanted = padded([[*pair["target"], EOS] for pair in pairs])
    S = model(padded([pair["source"] for pair in pairs]), read)
    loss = F.cross_entropy(
        S.flatten(0, 1),
        wanted.flatten(),
        ignore_index=PAD,
        label_smoothing=SMOOTHING,
        reduction="sum",
    )
    return S, loss


# ----- The cases -----------------------------------------------------------------------------------------------------


def attention_case():
    """Chapter 4, d_k ≠ d_v and n ≠ m: torch's multi-head attention with one head whose four matrices are I.

    Torch's values are as long as its keys, so V gets columns of zeros, and the result loses them.
    """
    n, m, d_k, d_v = 3, 4, 5, 3
    one_head = nn.MultiheadAttention(d_k, 1, bias=False)
    one_head.in_proj_weight.data = torch.eye(d_k).repeat(3, 1)
    one_head.out_proj.weight.data = torch.eye(d_k)
    hidden = torch.tensor([[0, 1, 0, 0], [0, 0, 0, 0], [1, 0, 0, 1]]).bool()

    Q, K, V, dY = normal(n, d_k), normal(m, d_k), normal(m, d_v), normal(n, d_v)
    wide, A = one_head(Q, K, F.pad(V, (0, d_k - d_v)), attn_mask=hidden)
    Y = wide[:, :d_v]
    Y.backward(dY)
    return {
        "inputs": {"Q": Q, "K": K, "V": V, "hidden": hidden, "dY": dY},
        "results": {"A": A, "Y": Y, "dQ": Q.grad, "dK": K.grad, "dV": V.grad},
    }


def multi_head_case():
    """Chapter 5: two heads, the questions from three words, keys and values from four others."""
    part = filled(nn.MultiheadAttention(D_MODEL, HEADS))
    X_Q, X_KV, dY = normal(3, D_MODEL), normal(4, D_MODEL), normal(3, D_MODEL)
    hidden = torch.tensor([[0, 0, 0, 1], [0, 1, 0, 0], [0, 0, 0, 0]]).bool()
    Y, _ = part(X_Q, X_KV, X_KV, attn_mask=hidden)
    Y.backward(dY)
    return {
        "inputs": {
            "X_Q": X_Q,
            "X_KV": X_KV,
            "P": attention_tree(part, value),
            "hidden": hidden,
            "dY": dY,
        },
        "results": {
            "Y": Y,
            "dX_Q": X_Q.grad,
            "dX_KV": X_KV.grad,
            "dP": attention_tree(part, gradient),
        },
    }


def layer_norm_case():
    """Chapter 7. The second word varies so little that ε shows."""
    part = filled(nn.LayerNorm(D_MODEL, eps=1e-5))
    X, dY = normal(3, D_MODEL), normal(3, D_MODEL)
    X.data[1] *= 0.01
    Y = part(X)
    Y.backward(dY)
    return {
        "inputs": {"X": X, "P": norm_tree(part, value), "dY": dY},
        "results": {"Y": Y, "dX": X.grad, "dP": norm_tree(part, gradient)},
    }


def encoder_layer_case():
    """Chapter 10: four words, each hiding its own choice of the others."""
    layer = filled(nn.TransformerEncoderLayer(**layer_options()))
    X, dY = normal(4, D_MODEL), normal(4, D_MODEL)
    hidden = torch.tensor([[0, 0, 1, 0], [0, 0, 0, 1], [0, 0, 0, 0], [1, 1, 0, 0]]).bool()
    Y = layer(X, src_mask=hidden)
    Y.backward(dY)
    return {
        "inputs": {"X": X, "P": encoder_layer_tree(layer, value), "hidden": hidden, "dY": dY},
        "results": {"Y": Y, "dX": X.grad, "dP": encoder_layer_tree(layer, gradient)},
    }


def decoder_layer_case():
    """Chapter 11: three words so far, four to look at, the last of them hidden."""
    layer = filled(nn.TransformerDecoderLayer(**layer_options()))
    X, Z, dY = normal(3, D_MODEL), normal(4, D_MODEL), normal(3, D_MODEL)
    hidden = causal(3)
    hidden_Z = torch.tensor([[0, 0, 0, 1]] * 3).bool()
    Y = layer(X, Z, tgt_mask=hidden, memory_mask=hidden_Z)
    Y.backward(dY)
    return {
        "inputs": {
            "X": X,
            "Z": Z,
            "P": decoder_layer_tree(layer, value),
            "hidden": hidden,
            "hidden_Z": hidden_Z,
            "dY": dY,
        },
        "results": {
            "Y": Y,
            "dX": X.grad,
            "dZ": Z.grad,
            "dP": decoder_layer_tree(layer, gradient),
        },
    }


def transformer_case():
    """Chapters 2, 3, 6, 8, 11 and 12 together: one pair, its source filled up with a PAD.

    The scores are asked for once more with a PAD among the words read, which the words after it must not see.
    """
    model = filled(Translator())
    pair = {"source": [4, 7, 5, 4, PAD], "target": [5, 4, 6]}
    read_gap = [BOS, 5, PAD, 6]
    S, loss = scores_and_loss(model, [pair])
    S.retain_grad()
    loss.backward()
    S_gap = model(torch.tensor([pair["source"]]), torch.tensor([read_gap]))
    return {
        "inputs": {
            "pair": pair,
            "read_gap": read_gap,
            "smoothing": SMOOTHING,
            "P": translator_tree(model, value),
        },
        "results": {
            "S": S[0],
            "S_gap": S_gap[0],
            "loss": [loss.item()],
            "dS": S.grad[0],
            "dP": translator_tree(model, gradient),
        },
    }


def training_case():
    """Chapter 12: ten steps of Adam on one padded batch, the mean loss a token before each of them."""
    model = filled(Translator())
    pairs = [
        {"source": [4, 7, 5, 8], "target": [5, 4, 6]},
        {"source": [6, 5], "target": [7, 3, 7, 4]},
        {"source": [3, 6, 6], "target": [6]},
    ]
    tokens = sum(len(pair["target"]) + 1 for pair in pairs)
    learned = [parameter for parameter in model.parameters() if parameter.requires_grad]
    adam = torch.optim.Adam(learned, lr=RATE, betas=(0.9, 0.98), eps=1e-9)
    # The schedule counts the steps that are done, the paper the one to be taken.
    schedule = torch.optim.lr_scheduler.LambdaLR(adam, lambda done: warmup_rate(done + 1))
    plan = {"warmup": WARMUP, "rate": RATE, "smoothing": SMOOTHING}
    inputs = {"pairs": pairs, "plan": plan, "P": plain(translator_tree(model, value))}

    losses, after = [], []
    for _ in range(STEPS):
        adam.zero_grad()
        loss = scores_and_loss(model, pairs)[1] / tokens
        loss.backward()
        adam.step()
        schedule.step()
        losses.append(loss.item())
        after.append(plain(translator_tree(model, value)))
    return {
        "inputs": inputs,
        "results": {"losses": losses, "P_1": after[0], "P_10": after[-1]},
    }


def warmup_rate(t):
    """The paper's equation 3, for step t counted from 1."""
    return min(1 / math.sqrt(t), t / math.sqrt(WARMUP) ** 3) / math.sqrt(D_MODEL)


# ----- Writing -------------------------------------------------------------------------------------------------------


def plain(tree):
    """The tree with its tensors as lists, copied, so that a later step cannot change them."""
    if isinstance(tree, torch.Tensor):
        return tree.tolist()
    if isinstance(tree, dict):
        return {name: plain(branch) for name, branch in tree.items()}
    if isinstance(tree, list):
        return [plain(branch) for branch in tree]
    return tree


def text(tree, indent=""):
    """JSON with a row of numbers a line. Python writes as many digits as give back the same double."""
    inner = indent + " "
    if isinstance(tree, dict):
        items = [f"{json.dumps(name)}: {text(branch, inner)}" for name, branch in tree.items()]
        return "{\n" + inner + f",\n{inner}".join(items) + f"\n{indent}}}"
    if isinstance(tree, list) and isinstance(tree[0], (list, dict)):
        return "[\n" + inner + f",\n{inner}".join(text(item, inner) for item in tree) + f"\n{indent}]"
    return json.dumps(tree, allow_nan=False)


CASES = {
    "attention": attention_case,
    "multi-head": multi_head_case,
    "layer-norm": layer_norm_case,
    "encoder-layer": encoder_layer_case,
    "decoder-layer": decoder_layer_case,
    "transformer": transformer_case,
    "training": training_case,
}


def main():
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for seed, (name, case) in enumerate(CASES.items(), start=1):
        torch.manual_seed(seed)
        fixture = {"torch": torch.__version__, "seed": seed, **plain(case())}
        (FOLDER / f"{name}.json").write_text(text(fixture) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
