"""Dates as HTTP writes them (RFC 9110 5.6.7), on the calendar of the simulation."""

import re

from sim.kernel import EPOCH, SECOND
from sim.quantities import date

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY = 86400

_MONTH = "|".join(_MONTHS)
_CLOCK = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
_FORMS = (
    rf"[A-Z][a-z]{{2}}, (?P<day>\d\d) (?P<month>{_MONTH}) (?P<year>\d{{4}}) {_CLOCK} GMT",
    rf"[A-Z][a-z]+day, (?P<day>\d\d)-(?P<month>{_MONTH})-(?P<year>\d\d) {_CLOCK} GMT",
    rf"[A-Z][a-z]{{2}} (?P<month>{_MONTH}) (?P<day>[ \d]\d) {_CLOCK} (?P<year>\d{{4}})",
)
"""The form that is sent, and the two old ones that have to be understood."""


def http_date(now: int) -> str:
    """The date of a moment of the run (ns): ``Thu, 01 Jan 2026 00:00:00 GMT``."""
    when = date(second_of(now))
    clock = f"{when.hour:02}:{when.minute:02}:{when.second:02}"
    return f"{_DAYS[when.weekday]}, {when.day:02} {_MONTHS[when.month - 1]} {when.year} {clock} GMT"


def read_date(text: str) -> int | None:
    """The second since 1970 that a date means; ``None`` where it is no date."""
    for form in _FORMS:
        found = re.fullmatch(form, text)
        if found is None:
            continue
        year, day = int(found["year"]), int(found["day"])
        if len(found["year"]) == 2:
            year += 2000 if year < 70 else 1900
        hour, minute, second = (int(found[name]) for name in ("hour", "minute", "second"))
        if not 1 <= day <= 31 or hour > 23 or minute > 59 or second > 60:
            return None
        return _days(year, _MONTHS.index(found["month"]) + 1, day) * _DAY + hour * 3600 + minute * 60 + second
    return None


def second_of(now: int) -> int:
    """The second since 1970 in which a moment of the run (ns) lies."""
    return EPOCH + now // SECOND


def _days(year: int, month: int, day: int) -> int:
    """The number of days from 1970-01-01 to a date: what :func:`sim.quantities.date` undoes."""
    year -= month <= 2
    era, of_era = divmod(year, 400)
    of_year = (153 * (month - 3 if month > 2 else month + 9) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468
