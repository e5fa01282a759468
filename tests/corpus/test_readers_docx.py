"""DOCX: numbers, merges, revisions, frames: what a person sees in Word is what is read."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from corpus.blocks import Document, Paragraph, Table
from corpus.messages import Problem
from corpus.readers import Limits, read

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NUMBERING = f"""<w:numbering {NAMESPACE}>
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1">
 <w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2">
 <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
</w:numbering>"""
STYLES = f"""<w:styles {NAMESPACE}>
<w:style w:type="paragraph" w:styleId="Base"><w:rPr><w:b/></w:rPr><w:pPr><w:jc w:val="center"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Head"><w:basedOn w:val="Base"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Listed"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
</w:styles>"""


def p(text: str, *, list_id: int = 0, level: int = 0, style: str = "", align: str = "", mark: str = "") -> str:
    numbering = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>' if list_id else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    aligned = f'<w:jc w:val="{align}"/>' if align else ""
    body = text if text.startswith("<") else f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
    return f"<w:p><w:pPr>{styled}{numbering}{aligned}{mark}</w:pPr>{body}</w:p>"


def tc(content: str, *, span: int = 1, merge: str = "") -> str:
    vertical = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    inner = content if content.startswith("<") else p(content)
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{vertical}</w:tcPr>{inner}</w:tc>'


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def written(folder: Path, body: str, name: str = "plan.docx", **parts: str) -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {NAMESPACE}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/numbering.xml", NUMBERING)
        archive.writestr("word/styles.xml", STYLES)
        for part, text in parts.items():
            archive.writestr(part, text)
    return path


def only_table(document: Document) -> Table:
    (found,) = [block for block in document.blocks if isinstance(block, Table)]
    return found


def lines(document: Document) -> list[tuple[str | None, str]]:
    return [(block.number, block.text) for block in document.blocks if isinstance(block, Paragraph)]


def test_list_numbers_are_counted_as_word_counts_them(tmp_path: Path) -> None:
    body = (
        p("Перший", list_id=1) + p("Підпункт", list_id=1, level=1) + p("Ще підпункт", list_id=1, level=1)
        + p("Другий", style="Listed") + p("Знову підпункт", list_id=1, level=1) + p("Третя частина", list_id=2)
        + p("Кружок", list_id=3) + p("Від семи", list_id=4) + p("Без списку", list_id=99)
    )  # fmt: skip
    assert lines(read(written(tmp_path, body))) == [
        ("1.", "Перший"), ("1.1", "Підпункт"), ("1.2", "Ще підпункт"), ("2.", "Другий"), ("2.1", "Знову підпункт"),
        ("III", "Третя частина"), (None, "Кружок"), ("7.", "Від семи"), (None, "Без списку"),
    ]  # fmt: skip


def test_numbers_of_empty_cells_are_their_content(tmp_path: Path) -> None:
    row = tc(p("", list_id=1)) + tc("Пофарбувати паркан")
    found = only_table(read(written(tmp_path, table(row, row))))
    assert [line.cells[0].number for line in found.rows] == ["1.", "2."]


def test_merges_become_spans(tmp_path: Path) -> None:
    found = only_table(
        read(
            written(
                tmp_path,
                table(
                    tc("А", merge="restart") + tc("Б", span=2),
                    tc("", merge="continue") + tc("В") + tc("Г"),
                    tc("", merge="continue") + tc("Ґ") + tc("Д"),
                    tc("Е", span=3),
                ),
            )
        )
    )
    assert found.width == 3
    placed = [[(cell.text, cell.column, cell.colspan, cell.rowspan) for cell in row.cells] for row in found.rows]
    assert placed == [
        [("А", 0, 1, 3), ("Б", 1, 2, 1)],
        [("В", 1, 1, 1), ("Г", 2, 1, 1)],
        [("Ґ", 1, 1, 1), ("Д", 2, 1, 1)],
        [("Е", 0, 3, 1)],
    ]


def test_insertions_are_read_and_deletions_are_not(tmp_path: Path) -> None:
    kept = p(
        "<w:r><w:t>Ремонт </w:t></w:r><w:ins><w:r><w:t>нової </w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>старої </w:delText></w:r></w:del><w:r><w:t>дороги</w:t></w:r>"
    )
    cut = p("Початок", mark="<w:rPr><w:del/></w:rPr>") + p(" і кінець")
    gone = "<w:tr><w:trPr><w:del/></w:trPr>" + tc("Вилучено") + "</w:tr>"
    rows = f"<w:tbl><w:tr>{tc('Лишилося')}</w:tr>{gone}</w:tbl>"
    document = read(written(tmp_path, kept + cut + rows))
    assert lines(document) == [(None, "Ремонт нової дороги"), (None, "Початок і кінець")]
    assert [cell.text for row in only_table(document).rows for cell in row.cells] == ["Лишилося"]


def test_lines_lists_and_small_tables_in_a_cell(tmp_path: Path) -> None:
    breaks = p("<w:r><w:t>Один</w:t><w:br/><w:t>Два</w:t></w:r>")
    listed = p("хліб", list_id=3) + p("сіль", list_id=3)
    inner = table(tc("2027") + tc("15"), tc("2028") + tc("20"))
    found = only_table(read(written(tmp_path, table(tc(breaks) + tc(listed) + tc(inner + p("разом"))))))
    one, two, three = found.rows[0].cells
    assert one.text == "Один\nДва"
    assert two.text == "хліб\nсіль" and two.bullets
    assert three.text == "2027 15\n2028 20\nразом"


def test_a_frame_around_the_plan_is_no_table(tmp_path: Path) -> None:
    plan = table(*(tc("1") + tc("Захід") + tc("Строк") for _ in range(3)))
    document = read(written(tmp_path, table(tc(p("Над планом") + plan))))
    assert lines(document) == [(None, "Над планом")]
    assert (only_table(document).width, len(only_table(document).rows)) == (3, 3)


def test_styles_give_heading_weight_and_place(tmp_path: Path) -> None:
    body = p("Розділ", style="Head") + p("Праворуч", align="right") + p("Звичайний")
    one, two, three = (block for block in read(written(tmp_path, body)).blocks if isinstance(block, Paragraph))
    assert (one.heading, one.bold, one.centred) == (2, True, True)
    assert (two.right, two.bold) == (True, False)
    assert (three.heading, three.bold, three.right) == (None, False, False)


def test_text_boxes_are_read_once(tmp_path: Path) -> None:
    box = "<w:txbxContent>" + p("ЗАТВЕРДЖЕНО") + "</w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body = f"<w:p><w:r><mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    body += "</mc:AlternateContent></w:r><w:r><w:t>Текст</w:t></w:r></w:p>"
    assert [text for _, text in lines(read(written(tmp_path, body)))] == ["ЗАТВЕРДЖЕНО", "Текст"]


def test_a_docx_under_another_name_is_read_by_what_it_is(tmp_path: Path) -> None:
    document = read(written(tmp_path, p("Слово"), name="plan.pdf"))
    assert document.format == "docx" and lines(document) == [(None, "Слово")]


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    entities = '<!ENTITY a "ха ">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 20}">' for before, name in zip("abcdefg", "bcdefgh", strict=True)
    )
    secret = tmp_path / "secret.txt"
    secret.write_text("таємниця", encoding="utf-8")
    external = f'<!ENTITY out SYSTEM "{secret.as_uri()}">'
    xml = f"<!DOCTYPE w:document [{entities}{external}]><w:document {NAMESPACE}><w:body>"
    xml += p("до &h; &out; після") + "</w:body></w:document>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", xml)
    try:
        texts = " ".join(text for _, text in lines(read(path)))
    except Problem as problem:
        assert problem.code == "damaged-file"
    else:
        assert len(texts) < 100 and "таємниця" not in texts


def test_a_zip_bomb_meets_the_limit(tmp_path: Path) -> None:
    path = written(tmp_path, p("а" * 3_000_000))
    assert path.stat().st_size < 100_000
    with pytest.raises(Problem) as caught:
        read(path, limits=Limits(unpacked_bytes=1_000_000))
    assert caught.value.code == "too-large"


def test_a_long_cell_is_cut_and_said(tmp_path: Path) -> None:
    document = read(written(tmp_path, table(tc("слово " * 100) + tc("б"))), limits=Limits(cell_chars=50))
    assert len(only_table(document).rows[0].cells[0].text) <= 50
    assert any("скорочено" in said for said in document.warnings)


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_a_truncated_docx_is_refused_clearly(tmp_path: Path, share: float) -> None:
    path = written(tmp_path, "".join(p(f"Абзац {k}") for k in range(400)))
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(Problem) as caught:
        read(path)
    assert caught.value.code == "damaged-file"


def test_an_archive_of_other_things_is_named_so(tmp_path: Path) -> None:
    path = tmp_path / "plans.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("plan.txt", "План")
    with pytest.raises(Problem) as caught:
        read(path)
    assert caught.value.code == "archive-file"
