"""One training step of the same Transformer in PyTorch, float32, one thread: what `npm run bench -- --torch` compares with.

First says which PyTorch it is. Then, for each line `d_model d_ff h N vocabulary tokens pairs seconds` that it reads,
it trains for about so many seconds, and answers one line: the seconds of each step. A model is built once and kept.
"""

import functools
import sys
import time

import torch
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(1)


class Translator(nn.Module):
    def __init__(self, d_model, d_ff, h, N, V, tokens):
        super().__init__()
        self.source, self.target = nn.Embedding(V, d_model), nn.Embedding(V, d_model)
        self.body = nn.Transformer(d_model, h, N, N, d_ff, dropout=0.1, batch_first=True)
        self.places = torch.randn(tokens, d_model)  # constants: which ones does not matter for the time
        self.mask = self.body.generate_square_subsequent_mask(tokens)
        self.root = d_model**0.5

    def forward(self, x, y):
        X, Y = (E(ids) * self.root + self.places for E, ids in ((self.source, x), (self.target, y)))
        return self.body(X, Y, tgt_mask=self.mask) @ self.target.weight.T


@functools.cache
def training(d_model, d_ff, h, N, V, tokens, pairs):
    model = Translator(d_model, d_ff, h, N, V, tokens)
    adam = torch.optim.Adam(model.parameters(), lr=1e-3, betas=(0.9, 0.98), eps=1e-9)
    cost = nn.CrossEntropyLoss(label_smoothing=0.1)
    words = torch.randint(4, V, (3, pairs, tokens))

    def step():
        adam.zero_grad()
        cost(model(words[0], words[1]).flatten(0, 1), words[2].flatten()).backward()
        adam.step()

    return step


def times(step, seconds):
    found, begun = [], time.perf_counter()
    while not found or time.perf_counter() - begun < seconds:
        before = time.perf_counter()
        step()
        found.append(time.perf_counter() - before)
    return found


print(torch.__version__, flush=True)
for line in sys.stdin:
    *sizes, seconds = line.split()
    print(*times(training(*map(int, sizes)), float(seconds)), flush=True)
