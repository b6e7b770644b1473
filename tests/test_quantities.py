"""Times, rates and shares are read exactly or refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.quantities import TIME_UNITS, duration, rate, share, spell_duration


@pytest.mark.parametrize(
    ("text", "ns"),
    [
        ("1s", 1_000_000_000),
        ("250ms", 250_000_000),
        ("1.5s", 1_500_000_000),
        ("20us", 20_000),
        ("20µs", 20_000),
        ("10ns", 10),
        ("0s", 0),
        ("2 min", 120_000_000_000),
        ("1h", 3_600_000_000_000),
        ("0.000000001s", 1),
        ("0.3s", 300_000_000),  # a binary fraction would make it 299,999,999.99…
        ("4611686018427387904ns", 2**62),
    ],
)
def test_durations_are_whole_nanoseconds(text: str, ns: int) -> None:
    assert duration(text) == ns


@pytest.mark.parametrize(
    "text", ["", "1", "s", "1 fortnight", "-1s", "1,5s", "1.s", ".5s", "1e3s", "0.5ns", "1s 2ms", "٣s", "9999999999h"]
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=";"):
        duration(text)


@pytest.mark.parametrize(
    ("text", "bits"),
    [("100 Mbit/s", 10**8), ("1Gbps", 10**9), ("1.5 Mbps", 1_500_000), ("64 kbit/s", 64_000), ("300bit/s", 300)],
)
def test_rates_are_whole_bits_a_second(text: str, bits: int) -> None:
    assert rate(text) == bits


@pytest.mark.parametrize("text", ["100", "0 bit/s", "1 MB/s", "0.5 bit/s", "fast", "1 mbit/s"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=";"):
        rate(text)


@pytest.mark.parametrize(("text", "part"), [("10%", 0.1), ("0.1", 0.1), ("100%", 1.0), ("0%", 0.0), ("0.5 %", 0.005)])
def test_shares_run_from_nothing_to_all(text: str, part: float) -> None:
    assert share(text) == part


@pytest.mark.parametrize("text", ["101%", "1.1", "10 percent", "-1%", "%"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=";"):
        share(text)


@given(st.decimals(0, 1000, places=6), st.sampled_from(["us", "ms", "s"]))
def test_decimals_are_exact_in_every_unit(number: Decimal, unit: str) -> None:
    exact = number * TIME_UNITS[unit]
    if exact == int(exact):
        assert duration(f"{number:f}{unit}") == int(exact)


@given(st.integers(0, 2**62))
def test_a_spelled_duration_reads_as_itself(ns: int) -> None:
    assert duration(spell_duration(ns)) == ns


@pytest.mark.parametrize(
    ("ns", "text"),
    [
        (0, "0s"),
        (1, "1ns"),
        (1500, "1.5us"),
        (1_000_000, "1ms"),
        (10_001_000, "10.001ms"),
        (60_000_000_000, "60s"),
        (1_000_014_560, "1.00001456s"),
    ],
)
def test_durations_are_spelled_exactly_in_the_largest_unit_that_fits(ns: int, text: str) -> None:
    assert spell_duration(ns) == text
