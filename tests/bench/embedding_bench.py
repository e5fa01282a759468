"""Embedding on two cores beside sentence-transformers with torch, in one run: ``embedding_bench.py DATA [--cache DIR]``.

The same weights (the bundled ones, exported for torch in 32-bit floats) and the same texts of about 33 tokens; rounds
take turns, so that both see the same load of the machine; the median round counts. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

TEXTS, ROUNDS, TOKENS = 256, 5, (29, 37)


def texts_of(folder: Path, tokenizer: Any) -> list[str]:
    """Passages of real measures of about 33 tokens, repeated where there are too few."""
    from corpus.store import Store
    from index.fields import passage_of

    with Store.open(folder, create=False) as store:
        passages = [passage_of(stored.measure) for stored in store.measures()]
    fitting = [p for p in passages if TOKENS[0] <= len(tokenizer.encode(f"passage: {p}").ids) <= TOKENS[1]]
    return (fitting * (TEXTS // max(len(fitting), 1) + 1))[:TEXTS]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--cache", type=Path, default=Path("~/.cache/zakhid").expanduser())
    options = parser.parse_args()
    from index.bundled import BundledEncoder
    from index.bundled_export import export_sentence_transformer
    from index.sentence_encoder import SentenceEncoder

    bundled = BundledEncoder.load(options.cache, adapted=False)
    texts = texts_of(options.data, bundled._tokenizer)
    with tempfile.TemporaryDirectory() as folder:
        torch = SentenceEncoder.load(str(export_sentence_transformer(Path(folder) / "model", None)))
        rates: dict[str, list[float]] = {"zakhid": [], "sentence-transformers": []}
        for number in range(ROUNDS + 1):
            for name, encoder in (("zakhid", bundled), ("sentence-transformers", torch)):
                begun = time.perf_counter()
                encoder.passages(texts)
                if number:  # the first round warms up
                    rates[name].append(len(texts) / (time.perf_counter() - begun))
    lengths = [len(bundled._tokenizer.encode(f"passage: {text}").ids) for text in texts]
    out: dict[str, Any] = {name: round(statistics.median(values), 1) for name, values in rates.items()}
    out |= {
        "tokens": round(statistics.mean(lengths), 1),
        "texts": len(texts),
        "load_average": round(os.getloadavg()[0], 1),
    }
    print(json.dumps({"engine": "embedding", "step": "embed"} | out))


if __name__ == "__main__":
    main()
