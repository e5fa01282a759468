"""Tables without rules in a PDF: columns that stand close together, titles across them, pages that go on.

A page is drawn with letters of equal width: six points a letter, twelve a line.
"""

from __future__ import annotations

import pytest

from corpus.readers.pdf_columns import fits, gutters, reach, rows_of
from corpus.readers.pdf_lines import PrintedLine, Word, printed_lines

# Columns one letter apart; no line shows every gap.
PAGE = """
No Name of the work Until      Bodies
1. Sweep the whole  31.05.2027 Caretaker,
   of the long yard            the gardener
2. Paint all of the June 2027  Painter
   benches near the
   old grey church             and others
3. Plant three oaks 2nd of     Gardener
   behind the house March 2027
4. Clean the pond   May 2027   Water works
"""
NEXT = """
5. Feed swans often Each day   Caretaker
Second part of this plan about paths
6. Mend every hole  May 2027   Road works
"""


def lines_of(page: str) -> list[PrintedLine]:
    """The printed lines of a page drawn in letters."""
    words = []
    for k, line in enumerate(page.strip("\n").splitlines()):
        at = 0
        for word in line.split(" "):
            if word:
                words.append(Word(word, 6.0 * at, 6.0 * (at + len(word)) - 0.5, 12.0 * k, 12.0 * k + 11))
            at += len(word) + 1
    return printed_lines(words)


def cells(page: str, cuts: list[float]) -> list[list[str]]:
    return [[" ".join(word.text for word in cell) for cell in row] for row in rows_of(lines_of(page), cuts)]


def test_gaps_no_wider_than_a_blank_are_columns_where_many_lines_leave_them() -> None:
    cuts = gutters(lines_of(PAGE))
    assert [round(cut / 6) for cut in cuts] == [2, 20, 30]
    assert cells(PAGE, cuts)[1] == ["1.", "Sweep the whole of the long yard", "31.05.2027", "Caretaker, the gardener"]
    assert cells(PAGE, cuts)[3][2] == "2nd of March 2027"


def test_titles_across_a_table_do_not_hide_its_columns() -> None:
    titled = PAGE.replace("4. Clean", "The second half of the plan\nGoal of all the works here\n4. Clean")
    cuts = gutters(lines_of(titled))
    assert [round(cut / 6) for cut in cuts] == [2, 20, 30]
    assert ["The second half of the plan Goal of all the works here", "", "", ""] in cells(titled, cuts)


def test_a_page_goes_on_with_the_columns_of_the_one_before() -> None:
    cuts = gutters(lines_of(PAGE))
    lines = lines_of(NEXT)
    assert reach(lines, cuts) == 3
    assert [row[0] for row in cells(NEXT, cuts)] == ["5.", "Second part of this plan about paths", "6."]


@pytest.mark.parametrize(
    "page", ["", "One word", "All this is prose that goes on\nwithout a column anywhere at all here"]
)
def test_prose_does_not_go_on_a_table(page: str) -> None:
    cuts = gutters(lines_of(PAGE))
    assert reach(lines_of(page), cuts) == 0


def test_a_word_on_a_border_does_not_fit() -> None:
    (line,) = lines_of("No Nameofthework Until")
    assert not fits(line, [60.0])
    assert fits(line, [15.5])
