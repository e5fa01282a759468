"""Compile every catalog beside its source."""

from __future__ import annotations

from api.locale import catalogs, compiled

for catalog in catalogs():
    catalog.with_suffix(".mo").write_bytes(compiled(catalog.read_text(encoding="utf-8")))
