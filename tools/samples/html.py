"""A sample plan as a saved web page: menus, an approval block in a table of its own, row numbers kept by <ol start>."""

from __future__ import annotations

from html import escape

from tools.samples.grid import GridCell, GridRow, body_rows, header_rows, without_cuts
from tools.samples.notation import SamplePlan

MENU = ("Головна", "Новини", "Керівництво", "Нормативна база", "Публічна інформація", "Звернення громадян", "Контакти")
NEWS = ("Графік особистого прийому", "Оголошення про конкурс на зайняття посади", "Вебінар для громад")
PAGE = """<!DOCTYPE html>
<html lang="uk">
<head><meta charset="utf-8"><title>{title} | Офіційний вебсайт</title>
<style>td, th {{ border: 1px solid #888 }}</style>
<script>window.siteMenu = {{ "items": 7 }};</script></head>
<body>
<header><nav><ul>{menu}</ul></nav><form><input name="q" placeholder="Пошук"></form></header>
<main><article>
<p class="date">Опубліковано: 02 лютого 2026 р.</p>
{approval}
<h1>{title}</h1>
{content}
{after}
</article></main>
<aside><h3>Читайте також</h3><ol>{news}</ol></aside>
<footer><table><tr><td>Гаряча лінія</td><td>0 800 000 000</td></tr></table><p>© Усі права захищено</p></footer>
</body></html>
"""


def html_page(plan: SamplePlan) -> bytes:
    """The page in UTF-8."""
    before = [text for _, text in plan.before if text != plan.title]
    approval = "<br>".join(escape(text) for text in before)
    page = PAGE.format(
        title=escape(plan.title),
        menu="".join(f'<li><a href="#">{escape(text)}</a></li>' for text in MENU),
        news="".join(f'<li><a href="#">{escape(text)}</a></li>' for text in NEWS),
        approval=f"<table><tr><td></td><td>{approval}</td></tr></table>",
        content=_list(plan) if plan.is_list else _table(plan),
        after="".join(f"<p>{escape(text)}</p>\n" for text in plan.after),
    )
    return page.encode()


def _list(plan: SamplePlan) -> str:
    out = []
    for measure in plan.measures:
        cells = measure.items[0]
        lines = [*cells["responsible"].replace("; ", ",\n").split("\n"), cells["deadline"]]
        block = "<br>".join(escape(line) for line in lines)
        out.append(f'<p>{measure.number}. {escape(measure.text)}</p>\n<p style="text-align: right">{block}</p>\n')
    return "".join(out)


def _table(plan: SamplePlan) -> str:
    rows = without_cuts(header_rows(plan)[:1] + body_rows(plan))
    return f"<table>\n{''.join(_row(row) for row in rows)}</table>"


def _row(row: GridRow) -> str:
    tag = "th" if row.kind == "header" else "td"
    return f"<tr>{''.join(_cell(cell, tag) for cell in row.cells)}</tr>\n"


def _cell(cell: GridCell, tag: str) -> str:
    spans = "".join(
        f' {name}="{span}"' for name, span in (("colspan", cell.colspan), ("rowspan", cell.rowspan)) if span > 1
    )
    return f"<{tag}{spans}>{_content(cell)}</{tag}>"


def _content(cell: GridCell) -> str:
    if cell.name == "no" and cell.text.isdigit():
        return f'<ol start="{cell.text}"><li></li></ol>'
    if cell.name == "responsible":
        return "".join(f"<p>{escape(body)}</p>" for body in cell.text.split("; "))
    return f"<strong>{escape(cell.text)}</strong>" if cell.bold else escape(cell.text)
