"""Learn the encoder's adaptation to this domain: low-rank additions to its linear layers, shipped as a small file.

    python tools/train_encoder.py QUERIES.jsonl --unseen PLAN... --out index/adaptation.npz

Each line of QUERIES holds a measure (``plan``, ``section``, ``task``, ``measure``) and queries as staff type them.
Plans named by ``--unseen`` (or all with a measure in ``--unseen-gold`` files) are never trained on; on them base and
adapted weights are compared at the end. Method: LoRA (Hu et al. 2021), rank 16 on every linear layer of the
transformer; in-batch negatives with symmetric cross-entropy (van den Oord et al. 2018, as CLIP uses it), scale 30; the
addition is then scaled by 0.8, an average of base and adapted weights (Wortsman et al. 2022, WiSE-FT). Some 25 minutes
on two cores for 3,000 queries. The only importer of torch and transformers.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from transformers import BertConfig, BertModel

from index.bundled import BundledEncoder
from index.bundled_weights import Weights

RANK, SCALE, BATCH, RATE, EPOCHS, KEPT = 16, 30.0, 32, 2e-4, 2, 0.8
QUERY_TOKENS, PASSAGE_TOKENS = 48, 160
# the file's names of linear layers -> those of transformers' BertModel, within a layer
LINEAR = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


class LowRank(nn.Module):
    """A frozen linear layer with a trainable addition of rank RANK; ``b`` begins at zero: no change at first."""

    def __init__(self, base: nn.Linear) -> None:
        super().__init__()
        self.base = base.requires_grad_(False)
        self.a = nn.Parameter(torch.randn(RANK, base.in_features) / math.sqrt(base.in_features))
        self.b = nn.Parameter(torch.zeros(base.out_features, RANK))
        self.kept = 1.0

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.base(x) + self.kept * ((x @ self.a.T) @ self.b.T)


def base_model(weights: Weights) -> BertModel:
    """The bundled weights, dequantised, as a model of the transformers library."""
    config = BertConfig(
        vocab_size=weights.tensors["emb.word"].values // weights.hidden,
        hidden_size=weights.hidden,
        num_hidden_layers=weights.layers,
        num_attention_heads=weights.heads,
        intermediate_size=weights.inner,
        max_position_embeddings=weights.positions,
        layer_norm_eps=weights.epsilon,
        hidden_dropout_prob=0.05,
        attention_probs_dropout_prob=0.05,
    )
    model = BertModel(config, add_pooling_layer=False)
    state = {
        "embeddings.word_embeddings.weight": weights.matrix("emb.word", weights.hidden),
        "embeddings.position_embeddings.weight": weights.floats("emb.pos").reshape(-1, weights.hidden),
        "embeddings.token_type_embeddings.weight": weights.floats("emb.type").reshape(-1, weights.hidden),
        "embeddings.LayerNorm.weight": weights.floats("emb.ln.w"),
        "embeddings.LayerNorm.bias": weights.floats("emb.ln.b"),
    }
    for layer in range(weights.layers):
        for short, long in LINEAR.items():
            inputs = weights.inner if short == "fo" else weights.hidden
            state[f"encoder.layer.{layer}.{long}.weight"] = weights.matrix(f"l{layer}.{short}.w", inputs)
            state[f"encoder.layer.{layer}.{long}.bias"] = weights.floats(f"l{layer}.{short}.b")
        for short, long in NORMS.items():
            state[f"encoder.layer.{layer}.{long}.weight"] = weights.floats(f"l{layer}.{short}.w")
            state[f"encoder.layer.{layer}.{long}.bias"] = weights.floats(f"l{layer}.{short}.b")
    model.load_state_dict({name: torch.tensor(np.array(value)) for name, value in state.items()}, strict=True)
    return model.requires_grad_(False)


def with_additions(model: BertModel) -> dict[str, LowRank]:
    """Put a LowRank in place of each linear layer; returns them by the file's names («l0.q»)."""
    out = {}
    for number, layer in enumerate(model.encoder.layer):
        for short, long in LINEAR.items():
            *path, last = long.split(".")
            parent: Any = layer
            for name in path:
                parent = getattr(parent, name)
            out[f"l{number}.{short}"] = LowRank(getattr(parent, last))
            setattr(parent, last, out[f"l{number}.{short}"])
    return out


def embed(model: BertModel, ids: list[list[int]]) -> torch.Tensor:
    """Mean-pooled unit vectors, (texts, 384)."""
    longest = max(map(len, ids))
    padded = torch.tensor([one + [1] * (longest - len(one)) for one in ids])
    mask = torch.tensor([[1] * len(one) + [0] * (longest - len(one)) for one in ids])
    hidden = model(input_ids=padded, attention_mask=mask).last_hidden_state
    pooled = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
    return nn.functional.normalize(pooled, dim=-1)


def passage(row: dict[str, Any]) -> str:
    """What the index embeds of a measure: its headings, then its own words."""
    return ". ".join(row[key].rstrip(". ") for key in ("section", "task", "measure") if row.get(key))


def batches(pairs: list[tuple[int, int]], texts: list[str], rng: random.Random) -> Iterator[list[tuple[int, int]]]:
    """Shuffled batches in which no passage's text stands twice (a twin would be a false negative)."""
    rest = pairs[:]
    rng.shuffle(rest)
    while len(rest) >= 2:
        batch, seen, left = [], set(), []
        for pair in rest:
            text = texts[pair[1]]
            if len(batch) < BATCH and text not in seen:
                seen.add(text)
                batch.append(pair)
            else:
                left.append(pair)
        yield batch
        rest = left


def train(model: BertModel, additions: dict[str, LowRank], rows: list[dict[str, Any]], tokens: Any) -> None:
    """Learn the additions from (query, passage) pairs."""
    rng = random.Random(0)
    texts = [passage(row) for row in rows]
    queries = [(q, k) for k, row in enumerate(rows) for q in row["queries"]]
    query_ids = [one[:QUERY_TOKENS] for one in tokens([f"query: {q}" for q, _ in queries])]
    passage_ids = [one[:PASSAGE_TOKENS] for one in tokens([f"passage: {t}" for t in texts])]
    parameters = [p for low in additions.values() for p in (low.a, low.b)]
    optimiser = torch.optim.AdamW(parameters, lr=RATE, weight_decay=0.01)
    pairs = [(n, k) for n, (_, k) in enumerate(queries)]
    total = EPOCHS * math.ceil(len(pairs) / BATCH)
    warm = total // 10
    step, started = 0, time.monotonic()
    model.train()
    for _ in range(EPOCHS):
        for batch in batches(pairs, texts, rng):
            share = (step + 1) / warm if step < warm else max(0.0, (total - step) / (total - warm))
            for group in optimiser.param_groups:
                group["lr"] = RATE * share
            one = embed(model, [query_ids[n] for n, _ in batch])
            other = embed(model, [passage_ids[k] for _, k in batch])
            scores = SCALE * one @ other.T
            target = torch.arange(len(batch))
            loss = (nn.functional.cross_entropy(scores, target) + nn.functional.cross_entropy(scores.T, target)) / 2
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            step += 1
            if step % 10 == 0:
                print(f"{step}/{total} loss {loss.item():.3f} {time.monotonic() - started:.0f} s", file=sys.stderr)
    model.eval()


@torch.no_grad()
def hits(model: BertModel, rows: list[dict[str, Any]], tokens: Any) -> dict[str, float]:
    """hit@1 and hit@5 of each row's queries among all rows' passages (twin texts count as right)."""
    texts = [passage(row) for row in rows]
    ids = [one[:PASSAGE_TOKENS] for one in tokens([f"passage: {t}" for t in texts])]
    vectors = torch.cat([embed(model, ids[k : k + 32]) for k in range(0, len(ids), 32)])
    found = [0, 0, 0]
    for k, row in enumerate(rows):
        asked = [one[:QUERY_TOKENS] for one in tokens([f"query: {q}" for q in row["queries"]])]
        for best in (embed(model, asked) @ vectors.T).topk(5).indices.tolist():
            right = [texts[b] == texts[k] for b in best]
            found = [found[0] + 1, found[1] + right[0], found[2] + any(right)]
    return {"n": found[0], "hit@1": round(found[1] / found[0], 3), "hit@5": round(found[2] / found[0], 3)}


def save(additions: dict[str, LowRank], out: Path) -> None:
    """Write the low-rank halves as 16-bit floats, the scale KEPT taken into the second."""
    arrays = {}
    for name, low in additions.items():
        arrays[f"{name}.a"] = low.a.detach().numpy().astype(np.float16)
        arrays[f"{name}.b"] = (KEPT * low.b.detach().numpy()).astype(np.float16)
    np.savez_compressed(out, **arrays)


def read(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--unseen", nargs="*", default=[], help="plans to judge on and not to learn from")
    parser.add_argument("--unseen-gold", nargs="*", type=Path, default=[], help="gold files whose plans are unseen")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "zakhid")
    parser.add_argument("--limit", type=int, help="use so many measures only (for a trial)")
    args = parser.parse_args()
    torch.manual_seed(0)
    rows = read(args.queries)
    gold = {g["id"] for path in args.unseen_gold for g in read(path)}
    unseen = set(args.unseen) | {row["plan"] for row in rows if row["id"] in gold}
    seen_rows = [row for row in rows if row["plan"] not in unseen][: args.limit]
    unseen_rows = [row for row in rows if row["plan"] in unseen][: args.limit]
    tokens = BundledEncoder.load(args.cache, adapted=False).token_ids
    model = base_model(Weights.open()).eval()
    print(f"learning from {len(seen_rows)} measures, judging on {len(unseen_rows)}")
    print("base   ", hits(model, unseen_rows, tokens) if unseen_rows else "")
    additions = with_additions(model)
    train(model, additions, seen_rows, tokens)
    save(additions, args.out)
    for kept in (1.0, KEPT):
        for low in additions.values():
            low.kept = kept
        print(f"adapted x {kept}", hits(model, unseen_rows, tokens) if unseen_rows else "")


if __name__ == "__main__":
    main()
