"""A page saved by a browser into one file."""

from __future__ import annotations

from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from corpus.blocks import Table
from corpus.messages import Problem
from corpus.readers import read

PAGE = """<html><body><h1>План</h1><table><tr><th>№</th><th>Захід</th><th>Строк</th></tr>
<tr><td>1</td><td>Висадити липи</td><td>травень 2027 року</td></tr></table></body></html>"""


def saved(folder: Path, *parts: MIMEText) -> Path:
    whole = MIMEMultipart("related")
    for part in parts:
        whole.attach(part)
    path = folder / "сторінка.mht"
    path.write_bytes(whole.as_bytes())
    return path


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251"])
def test_the_page_among_the_parts_is_read(tmp_path: Path, charset: str) -> None:
    document = read(saved(tmp_path, MIMEText("body {}", "css"), MIMEText(PAGE, "html", charset)))
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    assert [cell.text for cell in table.rows[1].cells] == ["1", "Висадити липи", "травень 2027 року"]


def test_parts_without_a_page_are_refused_clearly(tmp_path: Path) -> None:
    with pytest.raises(Problem) as refused:
        read(saved(tmp_path, MIMEText("body {}", "css")))
    assert refused.value.code == "damaged-file"
