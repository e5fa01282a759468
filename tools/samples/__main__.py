"""Write the sample plans: ``python -m tools.samples [--check]``.

``samples/`` gets each demonstration plan in its own format, ``tests/documents/`` the plans that are read from every
format, ``tests/documents/expected/`` what a careful reader finds in each. ``--check`` writes nothing and says which
files differ from what would be written (exit 1). PDF files are left as they are where fpdf2 or the font is missing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tools.samples.archive import unzipped
from tools.samples.docx import docx
from tools.samples.html import html_page
from tools.samples.notation import SamplePlan, expected, read_notation
from tools.samples.odt import odt
from tools.samples.pdf import pdf
from tools.samples.text import csv_table, text_dump
from tools.samples.xlsx import xlsx

ROOT = Path(__file__).resolve().parents[2]
PLANS = Path(__file__).parent / "plans"
WRITERS: dict[str, Callable[[SamplePlan], bytes]] = {
    "txt": text_dump,
    "docx": docx,
    "html": html_page,
    "pdf": pdf,
    "xlsx": xlsx,
    "csv": csv_table,
    "odt": odt,
}
DEMO = {
    "cherkasy_safe_communities_2026_2027": "txt",
    "sumy_civil_protection_2026": "docx",
    "volyn_open_region_2026": "html",
    "konotop_legal_aid_2026_q2": "xlsx",
    "cherkasy_youth_2026": "txt",
}
TABLE_FORMATS = ("txt", "docx", "html", "pdf", "xlsx", "csv", "odt")
LIST_FORMATS = ("txt", "docx", "html", "pdf", "odt")
EVERYWHERE = {"poltava_resilience_2026": TABLE_FORMATS, "cherkasy_youth_2026": LIST_FORMATS}


def files() -> Iterator[tuple[Path, bytes]]:
    """Every file with its bytes."""
    plans = {path.stem: read_notation(path) for path in sorted(PLANS.glob("*.plan"))}
    for name, ending in DEMO.items():
        yield ROOT / "samples" / f"{name}.{ending}", WRITERS[ending](plans[name])
    for name, endings in EVERYWHERE.items():
        for ending in endings:
            yield from written(ROOT / "tests" / "documents" / f"{name}.{ending}", plans[name])
    for name, plan in plans.items():
        text = json.dumps(expected(plan), ensure_ascii=False, indent=1) + "\n"
        yield ROOT / "tests" / "documents" / "expected" / f"{name}.json", text.encode()


def written(path: Path, plan: SamplePlan) -> Iterator[tuple[Path, bytes]]:
    try:
        yield path, WRITERS[path.suffix[1:]](plan)
    except (ImportError, FileNotFoundError) as error:
        print(f"{path.name} is left as it is: {error}", file=sys.stderr)


def same(stored: bytes, made: bytes) -> bool:
    """Whether two files say the same: archives are compared by their parts, as libraries compress differently."""
    return stored == made or (stored[:2] == made[:2] == b"PK" and unzipped(stored) == unzipped(made))


def main(arguments: list[str]) -> int:
    stale = [(path, data) for path, data in files() if not path.is_file() or not same(path.read_bytes(), data)]
    for path, data in stale:
        print(path.relative_to(ROOT))
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
