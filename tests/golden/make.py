"""Golden values of LeNet-5 from PyTorch in double precision.

usage: make.py OUT.json tanh|relu

Needs numpy and torch, and MNIST's test set in data/mnist of the repository.
"""
import gzip
import json
import math
import pathlib
import sys

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

out, kind = sys.argv[1:]
phase = 0.3
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
mnist = pathlib.Path(__file__).resolve().parents[2] / "data" / "mnist"


def idx(file, header):
    return np.frombuffer(gzip.open(mnist / file).read(), np.uint8)[header:]


images = 64
pixels = idx("t10k-images-idx3-ubyte.gz", 16)[:images * 784].reshape(-1, 1, 28, 28)
y = torch.from_numpy(idx("t10k-labels-idx1-ubyte.gz", 8)[:images].copy()).long()
x = torch.from_numpy((pixels / 255.0 - 0.1307) / 0.3081)
act = nn.Tanh if kind == "tanh" else nn.ReLU
pool = nn.AvgPool2d if kind == "tanh" else nn.MaxPool2d
names = ["c1.weight", "c1.bias", "c3.weight", "c3.bias", "c5.weight", "c5.bias", "f6.weight", "f6.bias", "output.weight", "output.bias"]


def net():
    m = nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), act(), pool(2), nn.Conv2d(6, 16, 5), act(), pool(2), nn.Flatten(),
        nn.Linear(400, 120), act(), nn.Linear(120, 84), act(), nn.Linear(84, 10))
    with torch.no_grad():
        for t, p in enumerate(m.parameters()):
            fan = p[0].numel() if p.dim() > 1 else 1
            b = 1 / math.sqrt(fan) if p.dim() > 1 else 0.05
            i = torch.arange(p.numel(), dtype=torch.float64)
            p.copy_((b * torch.sin(phase + 1.7 * t + 0.9 * i + 0.0003 * i * i)).reshape(p.shape))
    return m


def pick(a):
    """A dozen elements of a tensor, spread over it, and what a wrong one elsewhere would change."""
    a = a.detach().reshape(-1)
    n = len(a)
    at = sorted({((k * n) // 12 + 397 * k + 211) % n for k in range(12)})
    return {"count": n, "sum": a.sum().item(), "l2": a.norm().item(), "at": at, "values": [a[k].item() for k in at]}


def run(opt, m, steps=10):
    losses = []
    for _ in range(steps):
        opt.zero_grad()
        loss = F.cross_entropy(m(x), y)
        loss.backward()
        opt.step()
        losses.append(loss.item())
    losses.append(F.cross_entropy(m(x), y).item())
    return {"losses": losses, "parameters": {n: pick(p) for n, p in zip(names, m.parameters())}}


m = net()
h = x
layers = {}
for name, layer in zip(["c1", "c1.activation", "s2", "c3", "c3.activation", "s4", "flatten", "c5", "c5.activation", "f6", "f6.activation", "output"], m):
    h = layer(h)
    layers[name] = {"shape": list(h.shape), **pick(h)}
loss = F.cross_entropy(h, y)
loss.backward()

golden = {
    "about": "LeNet-5, 61,706 parameters, float64, PyTorch " + torch.__version__,
    "input": "first 64 images of MNIST's test set, (pixel/255-0.1307)/0.3081, shape [64,1,28,28]; c1 pads by 2",
    "activation": kind,
    "pooling": "average 2x2" if kind == "tanh" else "maximum 2x2",
    "parameters": "tensor t (in this order), element i in row-major order: b*sin(%g + 1.7*t + 0.9*i + 0.0003*i*i); "
        "b = 1/sqrt(fan_in) for a weight (fan_in = elements of one output's slice), 0.05 for a bias" % phase,
    "layout": "c1.weight [6,1,5,5], c3.weight [16,6,5,5] are [out,in,row,column]; c5.weight [120,400], f6.weight [84,120], "
        "output.weight [10,84] are [out,in]; flatten order is [channel,row,column]",
    "samples": "'at' are row-major indices, 'values' the elements there; sum and l2 are over all elements",
    "layers": layers,
    "logits": h.detach().tolist(),
    "mean_cross_entropy": loss.item(),
    "gradients": {n: {"shape": list(p.shape), **pick(p.grad)} for n, p in zip(names, m.parameters())},
}
m = net()
golden["sgd"] = {"learning_rate": 0.1, "momentum": 0, **run(torch.optim.SGD(m.parameters(), 0.1), m)}
m = net()
golden["sgd_momentum"] = {
    "learning_rate": 0.05, "momentum": 0.9, "form": "v = 0.9 v + g; w -= lr v",
    **run(torch.optim.SGD(m.parameters(), 0.05, momentum=0.9), m)}
m = net()
golden["adamw"] = {
    "learning_rate": 0.002, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weight_decay": 0.01,
    "form": "decoupled: w -= lr*wd*w, then w -= lr*mhat/(sqrt(vhat)+eps); all tensors decay",
    **run(torch.optim.AdamW(m.parameters(), 0.002, weight_decay=0.01), m)}
with open(out, "w") as file:
    json.dump(golden, file, indent=1)
