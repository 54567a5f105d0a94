# Training steps of LeNet-5 with relu, maximum, AdamW and averaged parameters; images a second of each round, as JSON.
import copy, json, sys, time
import torch
from torch import nn

threads, batches, rounds, seconds = int(sys.argv[1]), [int(size) for size in sys.argv[2].split(",")], int(sys.argv[3]), float(sys.argv[4])
torch.set_num_threads(threads)
torch.manual_seed(1)
network = nn.Sequential(
    nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
    nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))
average = copy.deepcopy(network)
optimizer = torch.optim.AdamW(network.parameters(), lr=1e-6)
loss = nn.CrossEntropyLoss()


def step(images, labels):
    optimizer.zero_grad(set_to_none=True)
    loss(network(images), labels).backward()
    optimizer.step()
    with torch.no_grad():
        torch._foreach_mul_(list(average.parameters()), 0.998)
        torch._foreach_add_(list(average.parameters()), list(network.parameters()), alpha=0.002)


data = {size: (torch.rand(size, 1, 28, 28), torch.randint(10, (size,))) for size in batches}
rates = {size: [] for size in batches}
for size in batches:
    step(*data[size])
for _ in range(rounds):
    for size in batches:
        begin, steps = time.perf_counter(), 0
        while time.perf_counter() - begin < seconds:
            step(*data[size])
            steps += 1
        rates[size].append(steps * size / (time.perf_counter() - begin))
print(json.dumps({"version": torch.__version__, "rates": [rates[size] for size in batches]}))
