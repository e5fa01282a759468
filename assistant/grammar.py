"""Grammar of numbers: «1 захід», «2 заходи», «5 заходів»."""

from __future__ import annotations


def plural(number: int, one: str, few: str, many: str) -> str:
    """The form of a noun that goes with a number.

    >>> [plural(n, "захід", "заходи", "заходів") for n in (1, 3, 11, 22)]
    ['захід', 'заходи', 'заходів', 'заходи']
    """
    if number % 10 == 1 and number % 100 != 11:
        return one
    if 2 <= number % 10 <= 4 and not 12 <= number % 100 <= 14:
        return few
    return many


def counted(number: int, one: str, few: str, many: str) -> str:
    """The number with its noun."""
    return f"{number} {plural(number, one, few, many)}"
