"""A deadline as a value, and the remarks that reading one may leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

NO_TEXT = "строк не вказано"
NOT_READ = "строк не розпізнано"
NO_YEAR = "рік не вказано, а план охоплює кілька років"
NO_PERIOD = "рік не вказано"
OPEN_END = "вказано лише початок"
YEAR_TAKEN = "рік узято з періоду плану"
PERIOD_TAKEN = "строк узято з періоду плану"
OUTSIDE = "строк поза періодом плану"
UP_TO_END = "«до» прочитано як «до кінця»"
OTHER_TEXT = "у клітинці строку є інший текст"
SEVERAL = "кілька строків прочитано як один проміжок"


@dataclass(frozen=True, slots=True)
class Deadline:
    """An interval of days (both ends included), a repetition, or a reason for no date.

    ``start`` is None for «до …». ``recurrence`` is a name like «monthly», with the day where one is said
    («quarterly:25», «yearly:12-01»). ``undated`` says in Ukrainian why ``end`` is None. ``remarks`` are Ukrainian
    notes on what was inferred or doubtful.
    """

    start: date | None = None
    end: date | None = None
    recurrence: str | None = None
    undated: str | None = None
    remarks: tuple[str, ...] = ()

    @property
    def dated(self) -> bool:
        return self.end is not None
