"""Learn the encoder's adaptation to this domain: low-rank additions to its linear layers, shipped as a small file.

    python tools/train_encoder.py QUERIES.jsonl... --unseen PLAN... --out index/adaptation.npz

Each line of QUERIES holds a measure (``plan``, ``section``, ``task``, ``measure``) and queries as staff type them.
``tools/everyday_questions.jsonl.gz`` has 2,381 measures invented for this, five questions each, most in words that the
measure does not say. Plans named by ``--unseen`` (or all with a measure in ``--unseen-gold`` files) are never trained
on; on them base and adapted weights are compared at the end. Method: LoRA (Hu et al. 2021), rank 16 on every linear
layer of the transformer; in-batch negatives with symmetric cross-entropy (van den Oord et al. 2018, as CLIP uses it),
scale 30; the addition is then scaled by 0.8, an average of base and adapted weights (Wortsman et al. 2022, WiSE-FT).
Some 35 minutes on two cores for 3,400 measures with 18,000 queries. The only importer of torch and transformers.
"""

from __future__ import annotations

import argparse
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
from tools.pairs import read

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


def batches(rows: list[dict[str, Any]], rng: random.Random) -> Iterator[list[int]]:
    """Every row once, but for one left alone: batches in which no passage's text stands twice (a twin would be a false
    negative). They are filled with half-batches of one plan each, whose measures are the hardest to tell apart."""
    plans: dict[str, list[int]] = {}
    for place in rng.sample(range(len(rows)), len(rows)):
        plans.setdefault(rows[place]["plan"], []).append(place)
    near = [own[k : k + BATCH // 2] for own in plans.values() for k in range(0, len(own), BATCH // 2)]
    rng.shuffle(near)
    rest = [place for own in near for place in own]
    while len(rest) >= 2:
        batch, seen, left = [], set(), []
        for place in rest:
            text = passage(rows[place])
            if len(batch) < BATCH and text not in seen:
                seen.add(text)
                batch.append(place)
            else:
                left.append(place)
        yield batch
        rest = left


def contrast(scores: torch.Tensor, own: torch.Tensor) -> torch.Tensor:
    """Symmetric cross-entropy of ``scores`` (queries, passages) where query n belongs to passage ``own[n]``. Among
    queries, the others of one passage are neither right nor wrong for it."""
    towards = nn.functional.cross_entropy(scores, own)
    columns = scores.T[own]  # for each query the scores of all queries with its passage
    siblings = (own[:, None] == own[None, :]) & ~torch.eye(len(own), dtype=torch.bool)
    back = nn.functional.cross_entropy(columns.masked_fill(siblings, -torch.inf), torch.arange(len(own)))
    return (towards + back) / 2


def embed_by_length(model: BertModel, ids: list[list[int]]) -> torch.Tensor:
    """As :func:`embed`, in chunks of like length: half of a mixed batch would be padding."""
    order = sorted(range(len(ids)), key=lambda n: len(ids[n]))
    size = max(8, min(64, len(order) // 4))
    parts = [embed(model, [ids[n] for n in order[k : k + size]]) for k in range(0, len(order), size)]
    return torch.cat(parts)[torch.tensor(order).argsort()]


def train(model: BertModel, additions: dict[str, LowRank], rows: list[dict[str, Any]], tokens: Any) -> None:
    """Learn the additions from measures with their queries; a measure is embedded once for all its queries."""
    rng = random.Random(0)
    passage_ids = [one[:PASSAGE_TOKENS] for one in tokens([f"passage: {passage(row)}" for row in rows])]
    query_ids = [[one[:QUERY_TOKENS] for one in tokens([f"query: {q}" for q in row["queries"]])] for row in rows]
    parameters = [p for low in additions.values() for p in (low.a, low.b)]
    optimiser = torch.optim.AdamW(parameters, lr=RATE, weight_decay=0.01)
    rounds = [batch for _ in range(EPOCHS) for batch in batches(rows, rng)]
    total, started = len(rounds), time.monotonic()
    warm = total // 10
    model.train()
    for step, batch in enumerate(rounds):
        share = (step + 1) / warm if step < warm else max(0.0, (total - step) / (total - warm))
        for group in optimiser.param_groups:
            group["lr"] = RATE * share
        own = torch.tensor([n for n, place in enumerate(batch) for _ in query_ids[place]])
        asked = embed_by_length(model, [ids for place in batch for ids in query_ids[place]])
        loss = contrast(SCALE * asked @ embed_by_length(model, [passage_ids[place] for place in batch]).T, own)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if step % 10 == 9:
            print(f"{step + 1}/{total} loss {loss.item():.3f} {time.monotonic() - started:.0f} s", file=sys.stderr)
    model.eval()


@torch.no_grad()
def hits(model: BertModel, rows: list[dict[str, Any]], tokens: Any) -> str:
    """hit@1 and hit@5 of each row's queries among all rows' passages (twin texts count as right), for the first
    query of every row, the second, and so on."""
    texts = [passage(row) for row in rows]
    ids = [one[:PASSAGE_TOKENS] for one in tokens([f"passage: {t}" for t in texts])]
    vectors = embed_by_length(model, ids)
    out = []
    for kind in range(max((len(row["queries"]) for row in rows), default=0)):
        places = [k for k, row in enumerate(rows) if len(row["queries"]) > kind]
        asked = [one[:QUERY_TOKENS] for one in tokens([f"query: {rows[k]['queries'][kind]}" for k in places])]
        best = (embed_by_length(model, asked) @ vectors.T).topk(min(5, len(rows))).indices.tolist()
        right = [[texts[b] == texts[k] for b in found] for k, found in zip(places, best, strict=True)]
        first, five = (sum(any(row[:n]) for row in right) / len(right) for n in (1, 5))
        out.append(f"{first:.3f} / {five:.3f}")
    return "  ".join(out)


def save(additions: dict[str, LowRank], out: Path) -> None:
    """Write the low-rank halves as 16-bit floats, the scale KEPT taken into the second."""
    arrays = {}
    for name, low in additions.items():
        arrays[f"{name}.a"] = low.a.detach().numpy().astype(np.float16)
        arrays[f"{name}.b"] = (KEPT * low.b.detach().numpy()).astype(np.float16)
    np.savez_compressed(out, **arrays)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("queries", type=Path, nargs="+")
    parser.add_argument("--unseen", nargs="*", default=[], help="plans to judge on and not to learn from")
    parser.add_argument("--unseen-gold", nargs="*", type=Path, default=[], help="gold files whose plans are unseen")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "zakhid")
    parser.add_argument("--limit", type=int, help="use so many measures only (for a trial)")
    args = parser.parse_args()
    torch.manual_seed(0)
    rows = [row for path in args.queries for row in read(path)]
    gold = {g["id"] for path in args.unseen_gold for g in read(path)}
    unseen = set(args.unseen) | {row["plan"] for row in rows if row["id"] in gold}
    seen_rows = [row for row in rows if row["plan"] not in unseen][: args.limit]
    unseen_rows = [row for row in rows if row["plan"] in unseen][: args.limit]
    tokens = BundledEncoder.load(args.cache, adapted=False).token_ids
    model = base_model(Weights.open()).eval()
    print(f"learning from {len(seen_rows)} measures, judging on {len(unseen_rows)}")
    print("hit@1 / hit@5 of the first query of each measure, the second, …")
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
