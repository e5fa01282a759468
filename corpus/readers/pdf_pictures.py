"""Pages of one PDF as pictures, as JSON lines on standard output: a program that ``corpus.page_pictures`` runs.

A process of its own for the same reason as ``corpus.readers.pdf_pages``: here the system sets the bounds.
"""

from __future__ import annotations

import base64
import io
import json
import resource
import sys
from typing import Any

from corpus.readers.pdf_pages import MEMORY

_RESOLUTION = 110  # dots an inch: small print can be read, a page takes some tens of kilobytes
_LONGEST_SIDE = 1800  # dots; a poster is drawn smaller
_GREYS = 16


def main(path: str, seconds: int, wanted: str) -> int:
    """Print the pages named (numbers from 1, with commas between); whatever a broken page provokes ends the work."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    import logging

    import pdfplumber

    logging.disable(logging.CRITICAL)
    with pdfplumber.open(path) as pdf:
        for number in map(int, wanted.split(",")):
            page = pdf.pages[number - 1]
            print(json.dumps({"page": number, "png": base64.b64encode(_picture(page)).decode("ascii")}), flush=True)
            page.close()
    return 0


def _picture(page: Any) -> bytes:
    """The page in greys, as PNG."""
    longest = max(float(page.width), float(page.height), 1.0) / 72  # inches
    image = page.to_image(resolution=min(_RESOLUTION, _LONGEST_SIDE / longest)).original
    written = io.BytesIO()
    image.convert("L").quantize(_GREYS).save(written, "PNG", optimize=True)
    return written.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), sys.argv[3]))
