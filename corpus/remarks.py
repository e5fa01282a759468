"""What reading had to infer or doubts, in words: the sentences that stand in ``warnings``.

A remark is stored with the measure and shown to a person beside the row, so it says what was done and from where.
"""

from __future__ import annotations

from typing import Any

REMARKS: dict[str, str] = {
    "bodies-inherited": "Відповідальних у рядку не надруковано: взято з об'єднаної клітинки вище ({place}).",
    "deadline-inherited": "Строку в рядку не надруковано: взято з об'єднаної клітинки вище ({place}).",
    "bodies-from-below": "Відповідальних у рядку не надруковано: взято з рядка нижче ({place}).",
    "deadline-from-below": "Строку в рядку не надруковано: взято з рядка нижче ({place}).",
    "deadline-missing": "Строк у рядку відсутній: клітинку, ймовірно, втрачено.",
    "deadline-from-bodies": "Строк стояв у клітинці відповідальних («{text}») і перенесений на своє місце.",
    "deadline-next-row": "Строк надруковано окремим рядком нижче ({place}).",
    "cell-joined": "Клітинку «{column}» розірвано сторінкою: частини з'єднано ({place}).",
    "row-shifted": "Рядок зсунуто відносно колонок: клітинки розпізнано за змістом.",
    "measures-split": "В одній клітинці {count} заходи: їх розділено.",
    "indicators-split": "В одній клітинці кілька показників ({count}): їх розділено.",
    "deadlines-shared": "Показників {indicators}, строків {deadlines}: їх зіставлено за порядком, "
    "можливе інше прочитання.",
    "bodies-shared": "Показників {indicators}, переліків відповідальних {lists}: їх зіставлено за порядком, "
    "можливе інше прочитання.",
    "indicators-shared": "Заходів {measures}, показників {indicators}: їх зіставлено за порядком і словами, "
    "можливе інше прочитання.",
    "values-shared": "Значень {values} на {lines} рядків показників: їх зіставлено за порядком.",
    "number-repeated": "Номер {number} стоїть у документі більш ніж один раз.",
    "number-contradicts": "Номер {number} не відповідає завданню {task}, під яким стоїть захід.",
    "label-repeated": "Позначку «Захід {number}» надруковано двічі: показник другої додано до цього заходу.",
    "value-differs": "Значення по регіону ({first}) і виконавця ({second}) різні: взято перше.",
    "tail-repeated": "Кінець клітинки «{column}» надруковано вдруге ({place}): пропущено.",
    "deadline-unread": "Строк «{text}» не вдалося перевести в дати.",
    "no-deadlines": "Строків у рядках плану немає: діє період плану.",
    "corrected": "Виправлено вручну ({cell}): було «{before}».",
    "correction-outdated": "Ручну правку ({cell}: «{text}») не застосовано: у документі тепер стоїть інше.",
    "deadline-from-marks": "Строк складено за позначками в колонках графіка.",
}


def remark(code: str, **data: Any) -> str:
    """The sentence of a code of REMARKS with its data filled in.

    >>> remark("number-repeated", number="4.1.6")
    'Номер 4.1.6 стоїть у документі більш ніж один раз.'
    """
    return REMARKS[code].format(**data)
