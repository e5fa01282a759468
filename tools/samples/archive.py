"""Zip files that are the same bytes every time: fixed dates, fixed order."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

EPOCH = (2026, 1, 1, 0, 0, 0)


def zipped(parts: Mapping[str, str | bytes], *, stored: tuple[str, ...] = ()) -> bytes:
    """An archive of the parts in their order; those named in ``stored`` are not compressed (ODF's mimetype)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """The parts of an archive by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rezipped(data: bytes, replace: Mapping[str, tuple[str, str]]) -> bytes:
    """The same archive with fixed dates; ``replace`` gives (pattern, new text) for parts that hold the time."""
    parts: dict[str, str | bytes] = dict(sorted(unzipped(data).items()))
    for name, (pattern, new) in replace.items():
        parts[name] = re.sub(pattern, new, unzipped(data)[name].decode())
    return zipped(parts)
