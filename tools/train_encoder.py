"""Adapts the bundled encoder to the language of plans: low-rank weights, learned from queries with their measures.

    python tools/train_encoder.py QUERIES.jsonl OUT.npz [--leave-out PLANS.txt] [--share 0.6]

Each line of QUERIES has ``plan``, ``section``, ``task``, ``measure``, ``queries``. A batch holds pairs of a query and
its measure; every other measure of the batch is a wrong answer for it. Measures of one plan come in runs of a few, so
that some of the wrong answers are near ones. The method is LoRA (Hu et al., 2021) over all linear layers, rank 16,
with symmetric cross-entropy over the batch. On two cores it takes about half an hour.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from torch import nn

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from index.bundled_export import LINEAR_NAMES, export_sentence_transformer
from index.fields import joined_passage

RANK, BATCH, RUN, SCALE, RATE, EPOCHS, WARM = 16, 32, 4, 30.0, 2e-4, 2, 0.1


@dataclass(frozen=True)
class Example:
    """A measure with the queries that it answers."""

    plan: str
    passage: str
    queries: tuple[str, ...]


class LowRank(nn.Module):
    """A linear layer that stays as it is, and a product of two thin matrices beside it."""

    def __init__(self, base: nn.Linear) -> None:
        super().__init__()
        self.base = base
        self.a = nn.Parameter(torch.randn(RANK, base.in_features) / base.in_features**0.5)
        self.b = nn.Parameter(torch.zeros(base.out_features, RANK))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.base(x) + (x @ self.a.T) @ self.b.T


def read_examples(path: Path, left_out: set[str]) -> list[Example]:
    """The examples of all plans but those left out."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Example(d["plan"], joined_passage(d["section"], d["task"], d["measure"]), tuple(d["queries"]))
        for d in lines
        if d["plan"] not in left_out
    ]


def add_low_rank(model: SentenceTransformer) -> dict[str, LowRank]:
    """Freeze the model and put low-rank weights beside its linear layers; returns them by name."""
    for parameter in model.parameters():
        parameter.requires_grad = False
    added = {}
    for number, layer in enumerate(model[0].auto_model.encoder.layer):
        for part, name in LINEAR_NAMES.items():
            *path, last = name.split(".")
            owner = layer
            for step in path:
                owner = getattr(owner, step)
            added[f"l{number}.{part}"] = LowRank(getattr(owner, last))
            setattr(owner, last, added[f"l{number}.{part}"])
    return added


def batches(examples: Sequence[Example], rng: random.Random) -> Iterator[list[tuple[str, str]]]:
    """Batches of (query, passage), each query once, runs of neighbours from the same plan, no passage twice."""
    turns = [rng.sample(e.queries, len(e.queries)) for e in examples]
    for turn in range(max(len(t) for t in turns)):
        order = [i for i in range(len(examples)) if turn < len(turns[i])]
        order.sort(key=lambda i: (examples[i].plan, rng.random()))
        runs = [order[k : k + RUN] for k in range(0, len(order), RUN)]
        rng.shuffle(runs)
        batch: dict[str, str] = {}
        for i in (i for run in runs for i in run):
            batch.setdefault(examples[i].passage, turns[i][turn])
            if len(batch) == BATCH:
                yield [(query, passage) for passage, query in batch.items()]
                batch = {}


def embed(model: SentenceTransformer, texts: Sequence[str]) -> torch.Tensor:
    tokens = model.tokenizer(list(texts), padding=True, truncation=True, max_length=128, return_tensors="pt")
    fed: dict[str, Any] = {"input_ids": tokens["input_ids"], "attention_mask": tokens["attention_mask"]}
    return model(fed)["sentence_embedding"]


def train(model: SentenceTransformer, examples: Sequence[Example], seed: int) -> dict[str, LowRank]:
    """The low-rank weights after EPOCHS passes."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    added = add_low_rank(model)
    parameters = [p for low in added.values() for p in (low.a, low.b)]
    print(f"{sum(p.numel() for p in parameters)} weights, {len(examples)} measures", flush=True)
    plan = [batch for _ in range(EPOCHS) for batch in batches(examples, rng)]
    optimizer = torch.optim.AdamW(parameters, lr=RATE, weight_decay=0.01)
    warm = max(1, int(WARM * len(plan)))
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min((n + 1) / warm, max(0.0, (len(plan) - n) / (len(plan) - warm)))
    )
    model.train()
    start, mean = time.time(), 0.0
    for number, batch in enumerate(plan):
        queries = embed(model, [f"query: {query}" for query, _ in batch])
        passages = embed(model, [f"passage: {passage}" for _, passage in batch])
        logits = SCALE * queries @ passages.T
        right = torch.arange(len(batch))
        loss = (nn.functional.cross_entropy(logits, right) + nn.functional.cross_entropy(logits.T, right)) / 2
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        rate.step()
        mean = 0.95 * mean + 0.05 * float(loss) if number else float(loss)
        if number % 10 == 0:
            print(f"{number}/{len(plan)} loss {mean:.3f} {time.time() - start:.0f} s", flush=True)
    return added


def save(path: Path, added: dict[str, LowRank], share: float) -> None:
    """The halves as 16-bit floats; ``share`` is how much of the adaptation is added to the published weights."""
    out = {"share": np.float32(share)}
    for name, low in added.items():
        out[f"{name}.a"] = low.a.detach().numpy().astype(np.float16)
        out[f"{name}.b"] = low.b.detach().numpy().astype(np.float16)
    np.savez(path, **out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("queries", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--leave-out", type=Path, help="a file of plan names, one a line")
    parser.add_argument("--share", type=float, default=0.6)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    left_out = set(options.leave_out.read_text(encoding="utf-8").splitlines()) if options.leave_out else set()
    with tempfile.TemporaryDirectory() as folder:
        model = SentenceTransformer(str(export_sentence_transformer(Path(folder))), device="cpu")
        added = train(model, read_examples(options.queries, left_out), options.seed)
    save(options.out, added, options.share)


if __name__ == "__main__":
    main()
