"""Mutated documents through the whole reading: no crash, no hang, no memory without bound.

    python -m tests.fuzz.readers --cases 20000 [--seed 1] [--kinds docx,html] [--keep DIR]

Seeds are the sample plans and, where they lie beside the checkout, the real documents. A case is one seed with a few
mutations; it may be read or refused with a Problem, and nothing else. A case that breaks this is written to --keep.
"""

from __future__ import annotations

import argparse
import io
import random
import resource
import sys
import tempfile
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.layout.trace import Trace
from corpus.messages import Problem
from corpus.readers import Limits, read
from corpus.reading import plan_of

ROOT = Path(__file__).resolve().parents[2]
# Kinds that are read in this process; the others start a program for each case and are sampled thinly.
CHEAP, COSTLY = ("txt", "csv", "docx", "html", "xlsx"), ("pdf",)
LIMITS = Limits(file_bytes=8_000_000, unpacked_bytes=30_000_000, cells=200_000, seconds=20.0)
SLOWEST_SECONDS = 30.0
MOST_MEMORY = 2_500_000  # kilobytes, of the process at its peak
LARGEST_SEED = 400_000
NASTY = (
    b"\x00", b"\xff\xfe", b"<!ENTITY a '&a;&a;'>", b"<table>" * 50, b"<td rowspan=99999 colspan=9999>", b"</table>",
    b'w:val="99999999999"', b"&#x0;", b"\t" * 300, b";" * 300, b'"', b"\r\n\r\n", b"%PDF-", b"PK\x03\x04", b"(" * 200,
    "(далі – ".encode(), "№ ".encode() * 30, "I квартал - ".encode() * 20, b"31.02.2026 " * 10, b"-" * 500,
    "за згодою), ".encode() * 40, b"1.1.1.1.1. " * 30, b"</w:tc>", b"<w:tbl>", b"\xd0", b"1e999", b"=" * 80,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Failure:
    """What a case did that it must not: the seed's name, the case's number, what happened, the bytes."""

    seed: str
    case: int
    what: str
    content: bytes


def seeds(kinds: Sequence[str]) -> list[Path]:
    """The documents to mutate, sorted."""
    folders = [ROOT / "samples", ROOT / "tests" / "documents", ROOT.parent / "shared" / "plans" / "seeds",
               ROOT.parent / "shared" / "plans" / "kmu2019", ROOT.parent / "shared" / "twins"]  # fmt: skip
    found = [path for folder in folders if folder.is_dir() for path in sorted(folder.iterdir()) if path.is_file()]
    return [path for path in found if path.suffix[1:] in kinds and path.stat().st_size < LARGEST_SEED]


def cases(paths: Sequence[Path], count: int, seed: int) -> Iterator[tuple[int, Path, bytes]]:
    """The cases of a run: number, seed, mutated content; the same for the same numbers, whatever runs before."""
    contents = {path: path.read_bytes() for path in paths}
    for case in range(count):
        chance = random.Random(f"{seed}/{case}")
        path = chance.choice(list(paths))
        yield case, path, mutated(contents[path], chance)


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The content with one to eight mutations; packages are often mutated inside and packed again."""
    if content.startswith(b"PK") and chance.random() < 0.8:
        return _repacked(content, chance)
    for _ in range(chance.randint(1, 8)):
        content = chance.choice(MUTATIONS)(content, chance)
    return content


def _repacked(content: bytes, chance: random.Random) -> bytes:
    """A package with one of its XML parts mutated."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    xml = sorted(name for name in parts if name.endswith(".xml"))
    main = [name for name in xml if name.endswith(("document.xml", "sheet1.xml", "numbering.xml"))]
    name = chance.choice(main if main and chance.random() < 0.7 else xml)
    for _ in range(chance.randint(1, 4)):
        parts[name] = chance.choice((*MUTATIONS, *STRUCTURAL))(parts[name], chance)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return out.getvalue()


def _flip(content: bytes, chance: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(chance.randint(1, 20)):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randint(0, len(content))]


def _drop(content: bytes, chance: random.Random) -> bytes:
    start = chance.randint(0, len(content))
    return content[:start] + content[start + chance.randint(1, 2000) :]


def _double(content: bytes, chance: random.Random) -> bytes:
    start = chance.randint(0, len(content))
    piece = content[start : start + chance.randint(1, 3000)]
    return content[:start] + piece * chance.randint(2, 12) + content[start:]


def _move(content: bytes, chance: random.Random) -> bytes:
    start, at = chance.randint(0, len(content)), chance.randint(0, len(content))
    end = start + chance.randint(1, 2000)
    rest = content[:start] + content[end:]
    return rest[:at] + content[start:end] + rest[at:]


def _insert(content: bytes, chance: random.Random) -> bytes:
    at = chance.randint(0, len(content))
    return content[:at] + chance.choice(NASTY) + content[at:]


def _tags(content: bytes, chance: random.Random) -> bytes:
    """One of the tags (or cell ends) taken out, doubled or changed for another."""
    sign = b"<" if b"<" in content else b"\t"
    pieces = content.split(sign)
    at, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
    pieces[at : at + 1] = chance.choice(([], [pieces[at]] * 3, [pieces[other]], [pieces[at], pieces[other]]))
    return sign.join(pieces)


Mutation = Callable[[bytes, random.Random], bytes]
MUTATIONS: tuple[Mutation, ...] = (_flip, _cut, _drop, _double, _move, _insert, _tags)
STRUCTURAL: tuple[Mutation, ...] = (_tags, _tags, _tags)


def outcome(path: Path) -> str:
    """«read», or the code of the Problem that refused the file. Raises whatever else happens."""
    try:
        document = read(path, limits=LIMITS)
    except Problem as problem:
        for lang in ("uk", "en"):
            assert "\n" not in problem.text(lang), problem.text(lang)
        return problem.code
    plan_of(document, "", Trace())
    return "read"


def run(kinds: Sequence[str], count: int, seed: int) -> tuple[Counter[str], list[Failure], float]:
    """Outcomes of all cases, failures, and the slowest case in seconds."""
    outcomes: Counter[str] = Counter()
    failures: list[Failure] = []
    slowest = 0.0
    with tempfile.TemporaryDirectory(prefix="zakhid-fuzz-") as folder:
        for case, path, content in cases(seeds(kinds), count, seed):
            file = Path(folder) / path.name
            file.write_bytes(content)
            begin = time.monotonic()
            try:
                outcomes[outcome(file)] += 1
            except Exception as error:
                failures.append(Failure(path.name, case, f"{type(error).__name__}: {error}"[:300], content))
            took = time.monotonic() - begin
            slowest = max(slowest, took)
            if took > SLOWEST_SECONDS:
                failures.append(Failure(path.name, case, f"took {took:.1f} s", content))
    return outcomes, failures, slowest


def peak_memory() -> int:
    """The most memory that this process has held, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the cases, print what became of them; exit code 1 where one failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", default=",".join(CHEAP), help="endings, set off by commas (pdf is slow)")
    parser.add_argument("--keep", type=Path, help="folder for the cases that failed")
    options = parser.parse_args(arguments)
    outcomes, failures, slowest = run(options.kinds.split(","), options.cases, options.seed)
    for code, number in outcomes.most_common():
        print(f"{number:7} {code}")
    print(f"slowest {slowest:.1f} s, memory {peak_memory() // 1024} MB, failures {len(failures)}")
    for failure in failures[:40]:
        print(f"{failure.seed} case {failure.case}: {failure.what}")
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            name = f"{failure.case}-{zlib.crc32(failure.content):08x}-{failure.seed}"
            (options.keep / name).write_bytes(failure.content)
    return 1 if failures or peak_memory() > MOST_MEMORY else 0


if __name__ == "__main__":
    sys.exit(main())
