"""Times, rates and shares as people write them, read exactly: never through a binary fraction."""

import re
from enum import Enum
from typing import TYPE_CHECKING, Annotated, NamedTuple

if TYPE_CHECKING:
    from fractions import Fraction

_NUMBER = r"(?P<number>\d{1,19}(?:\.\d{1,19})?) ?(?P<unit>[^\d\s.].*)?"

TIME_UNITS = {
    "ns": 1,
    "us": 1_000,
    "µs": 1_000,
    "ms": 1_000_000,
    "s": 1_000_000_000,
    "min": 60_000_000_000,
    "h": 3_600_000_000_000,
}
SECOND = TIME_UNITS["s"]
RATE_UNITS = {
    f"{prefix}{unit}": factor
    for prefix, factor in (("", 1), ("k", 10**3), ("M", 10**6), ("G", 10**9), ("T", 10**12))
    for unit in ("bit/s", "bps")
}
_LONGEST = 2**62


class Measure(Enum):
    """What an integer of nanoseconds measures."""

    INSTANT = "instant"
    SPAN = "span"


Instant = Annotated[int, Measure.INSTANT]
"""A moment of the run in ns: people are shown how far it is from now."""
TimeSpan = Annotated[int, Measure.SPAN]
"""How long something takes, in ns."""


def seconds(ns: int) -> str:
    """A time with all its nanoseconds, as lists of packets show it: ``1.000001480``."""
    return f"{ns // SECOND}.{ns % SECOND:09d}"


def duration(text: str) -> int:
    """Read ``250ms``, ``1.5 s`` or ``2min`` as ns; raises ``ValueError``."""
    number, unit = _split(text, "a time", "250ms")
    if unit not in TIME_UNITS:
        raise ValueError(_unit_error(text, unit, "write ns, us, ms, s, min or h, as in 250ms"))
    ns = number * TIME_UNITS[unit]
    if ns.denominator != 1:
        raise ValueError(f"{text!r} is finer than a nanosecond; write a whole number of ns")
    return _bounded(text, ns)


def rate(text: str) -> int:
    """Read ``100 Mbit/s`` or ``1Gbps`` as bits a second; raises ``ValueError``."""
    number, unit = _split(text, "a rate", "100 Mbit/s")
    if unit not in RATE_UNITS:
        raise ValueError(_unit_error(text, unit, "write bit/s, kbit/s, Mbit/s or Gbit/s, as in 100 Mbit/s"))
    bits = number * RATE_UNITS[unit]
    if bits.denominator != 1 or bits < 1:
        raise ValueError(f"{text!r} is not a whole number of bits a second; write at least 1 bit/s")
    return _bounded(text, bits)


def share(text: str) -> float:
    """Read ``10%`` or ``0.1`` as a probability from 0 to 1; raises ``ValueError``."""
    number, unit = _split(text, "a share", "10%")
    if unit not in ("", "%"):
        raise ValueError(_unit_error(text, unit, "write a share like 10% or 0.1"))
    part = number / 100 if unit else number
    if part > 1:
        raise ValueError(f"{text!r} is more than 100%; write at most 100%, which is 1.0")
    return float(part)


def spell_duration(ns: int) -> str:
    """Write ns exactly, in the largest unit up to seconds that is not larger: ``1.5ms``, ``2s``."""
    unit = next((unit for unit in ("s", "ms", "us") if abs(ns) >= TIME_UNITS[unit]), "ns" if ns else "s")
    whole, rest = divmod(abs(ns), TIME_UNITS[unit])
    digits = len(str(TIME_UNITS[unit])) - 1
    decimals = f"{rest:0{digits}d}".rstrip("0") if rest else ""
    return f"{'-' if ns < 0 else ''}{whole}{'.' if decimals else ''}{decimals}{unit}"


def _split(text: str, what: str, example: str) -> "tuple[Fraction, str]":
    match = re.fullmatch(_NUMBER, text.strip(), re.ASCII)
    if match is None:
        raise ValueError(f"{text!r} is not {what}; write a number and its unit, as in {example}")
    from fractions import Fraction  # noqa: PLC0415 - it is large, and a run reads few quantities

    return Fraction(match["number"]), (match["unit"] or "").strip()


def _unit_error(text: str, unit: str, right: str) -> str:
    return f"{text!r} has {f'the unknown unit {unit!r}' if unit else 'no unit'}; {right}"


def _bounded(text: str, value: "Fraction") -> int:
    if value > _LONGEST:
        raise ValueError(f"{text!r} is more than can be counted; write less than {_LONGEST}")
    return int(value)


def spell_round_trip(ns: int) -> str:
    """A round-trip time in ms as iputils prints it: in whole microseconds, three significant digits or decimals."""
    us = ns // 1000
    if us >= 99_950:
        return f"{(us + 500) // 1000}"
    if us >= 9_995:
        return f"{(us + 50) // 1000}.{(us + 50) % 1000 // 100}"
    if us >= 1000:
        return f"{(us + 5) // 1000}.{(us + 5) % 1000 // 10:02}"
    return f"0.{us:03}"


class Date(NamedTuple):
    """A moment as a calendar has it; ``weekday`` is 0 for Monday."""

    year: int
    month: int
    day: int
    weekday: int
    hour: int
    minute: int
    second: int


def date(second: int) -> Date:
    """The date of a second since 1970-01-01 00:00:00 UTC."""
    days, seconds = divmod(second, 86400)
    # The Gregorian calendar repeats every 146,097 days; years are counted from March, so that a leap day is the last.
    era, day = divmod(days + 719468, 146097)
    year = (day - day // 1460 + day // 36524 - day // 146096) // 365
    day -= 365 * year + year // 4 - year // 100
    month = (5 * day + 2) // 153
    return Date(
        era * 400 + year + (month >= 10),
        month + 3 if month < 10 else month - 9,
        day - (153 * month + 2) // 5 + 1,
        (days + 3) % 7,
        seconds // 3600,
        seconds // 60 % 60,
        seconds % 60,
    )
