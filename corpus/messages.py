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
    "no-file": (
        "Файлу {path} немає: перевірте назву та теку.",
        "There is no file {path}: check its name and folder.",
    ),
    "file-unreadable": (
        "Файл {path} не читається ({reason}): перевірте права доступу.",
        "The file {path} cannot be read ({reason}): check the access rights.",
    ),
    "name-taken": (
        "Інший файл із назвою {name} уже прочитано ({other}): план упізнають за назвою файлу, тож один перейменуйте.",
        "Another file named {name} has been read ({other}): a plan is known by its file name, so rename one of them.",
    ),
    "reading-failed": (
        "Файл {name} не вдалося прочитати ({reason}): збережіть його як DOCX або HTML і спробуйте ще раз.",
        "The file {name} could not be read ({reason}): save it as DOCX or HTML and try again.",
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
