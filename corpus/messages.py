"""What may go wrong below the assistant, in words: every problem with its Ukrainian and English text.

A problem carries a code and its data; whoever shows it chooses the language. Each text says what to do next.
Remarks that are stored with a plan or a measure (``warnings``) are Ukrainian, as the documents are.
"""

from __future__ import annotations

from typing import Any

# code -> (Ukrainian, English); the data are format fields
PROBLEMS: dict[str, tuple[str, str]] = {
    "no-data": (
        "У теці {folder} ще немає даних: спершу виконайте «zakhid ingest ФАЙЛ».",
        "There is no data in {folder} yet: run “zakhid ingest FILE” first.",
    ),
    "folder-unwritable": (
        "Не вдається створити теку даних {folder} ({reason}). Вкажіть іншу: --data ТЕКА.",
        "Cannot create the data folder {folder} ({reason}). Name another one: --data DIR.",
    ),
    "database-unusable": (
        "База {path} не відкривається ({reason}). Перевірте права й місце на диску або вкажіть іншу теку: --data ТЕКА.",
        "The database {path} does not open ({reason}). Check rights and space, or name another folder: --data DIR.",
    ),
    "schema-mismatch": (
        "Дані в {folder} збережено іншою версією (схема {found}, потрібна {wanted}): "
        "прочитайте документи заново в нову теку.",
        "The data in {folder} were stored by another version (schema {found}, needed {wanted}): "
        "ingest the documents again into a new folder.",
    ),
}


class Problem(Exception):  # noqa: N818 - the name a person reads in code that raises it
    """Something a person can mend: a code of PROBLEMS and its data. ``str()`` is the Ukrainian text."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code)
        self.code = code
        self.data = data

    def text(self, lang: str = "uk") -> str:
        """What happened and what to do, in Ukrainian («uk») or English («en»)."""
        return PROBLEMS[self.code][lang == "en"].format(**self.data)

    def __str__(self) -> str:
        return self.text()
