"""Euro by the European Central Bank's rates: the day's, else the nearest earlier one; else nothing."""

from __future__ import annotations

from datetime import date

import pytest

from core.currency import rate


def test_the_euro_is_itself() -> None:
    assert rate("EUR", date(2024, 5, 1)) == (1.0, date(2024, 5, 1))


def test_a_known_day() -> None:
    found = rate("USD", date(2024, 6, 3))
    assert found is not None and found[1] == date(2024, 6, 3)
    assert found[0] == pytest.approx(1 / 1.0842, abs=0.003)


def test_a_sunday_takes_the_friday_before() -> None:
    found = rate("SEK", date(2024, 6, 2))
    assert found is not None and found[1] == date(2024, 5, 31)


def test_a_day_after_the_last_rate_takes_the_last() -> None:
    found = rate("USD", date(2060, 1, 1))
    assert found is not None and found[1] < date(2060, 1, 1)


@pytest.mark.parametrize(("currency", "day"), [("XXX", date(2024, 6, 3)), ("USD", date(1990, 1, 1)), ("RUB", date(2024, 6, 3))])
def test_no_rate(currency: str, day: date) -> None:
    assert rate(currency, day) is None
