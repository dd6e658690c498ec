"""One training step of the same Transformer in PyTorch, float32, one thread: what `npm run bench -- --torch` compares with.

Arguments: d_model d_ff h N vocabulary tokens pairs. Prints the median, and the quartiles, of a step's milliseconds.
"""

import statistics
import sys
import time

import torch
from torch import nn

d_model, d_ff, h, N, V, tokens, pairs = map(int, sys.argv[1:])
torch.set_num_threads(1)
torch.manual_seed(1)


class Translator(nn.Module):
    def __init__(self):
        super().__init__()
        self.source, self.target = nn.Embedding(V, d_model), nn.Embedding(V, d_model)
        self.body = nn.Transformer(d_model, h, N, N, d_ff, dropout=0.1, batch_first=True)
        self.places = torch.randn(tokens, d_model)  # constants: which ones does not matter for the time

    def forward(self, x, y):
        root = d_model**0.5
        mask = self.body.generate_square_subsequent_mask(y.shape[1])
        Y = self.body(self.source(x) * root + self.places, self.target(y) * root + self.places, tgt_mask=mask)
        return Y @ self.target.weight.T


model = Translator()
adam = torch.optim.Adam(model.parameters(), lr=1e-3, betas=(0.9, 0.98), eps=1e-9)
cost = nn.CrossEntropyLoss(label_smoothing=0.1)
words = torch.randint(4, V, (3, pairs, tokens))


def step():
    adam.zero_grad()
    cost(model(words[0], words[1]).flatten(0, 1), words[2].flatten()).backward()
    adam.step()


def milliseconds(seconds):
    found, begun = [], time.perf_counter()
    while len(found) < 5 or time.perf_counter() - begun < seconds:
        before = time.perf_counter()
        step()
        found.append(1000 * (time.perf_counter() - before))
    return found


milliseconds(1)
low, median, high = statistics.quantiles(milliseconds(3), n=4)
print(f"{low:.2f} {median:.2f} {high:.2f}")
