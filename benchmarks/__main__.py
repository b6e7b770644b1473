"""``python -m benchmarks``: measure, and print one table."""

import argparse

from benchmarks import (
    booting,
    branching,
    forwarding,
    grading,
    growth,
    moving,
    names,
    papers,
    searching,
    spanning,
    start,
    telling,
    transfer,
)
from benchmarks.table import Line, render
from benchmarks.work import Work

PARTS = (
    forwarding.PART,
    transfer.PART,
    growth.PART,
    moving.PART,
    searching.PART,
    telling.PART,
    branching.PART,
    names.PART,
    spanning.PART,
    booting.PART,
    grading.PART,
    papers.PART,
    start.PART,
)


def main(argv: list[str] | None = None) -> int:
    """Exit status 1 where a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure, and print one table.")
    parser.add_argument("parts", nargs="*", metavar="part", help=f"which to run: {', '.join(PARTS)} (default: all)")
    parser.add_argument("--series", type=int, default=5, help="to take the medians of (default: 5; half for growth)")
    parser.add_argument("--quick", action="store_true", help="tiny sizes: shows that all of it runs, and nothing else")
    chosen = parser.parse_args(argv)
    if unknown := set(chosen.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there is {', '.join(PARTS)}")
    lines = [line for part in chosen.parts or PARTS for line in measure(part, chosen.series, chosen.quick)]
    if chosen.quick:
        lines = [line._replace(target="", met=None) for line in lines]
    print(render(lines))
    return 1 if any(line.met is False for line in lines) else 0


def measure(part: str, series: int, quick: bool) -> list[Line]:  # noqa: PLR0911, PLR0912 - one for each part
    match part:
        case forwarding.PART:
            return forwarding.measure(Work(datagrams=200) if quick else Work(), 1 if quick else series)
        case transfer.PART:
            return transfer.measure(transfer.SMALL if quick else transfer.Sizes(), 1 if quick else series)
        case growth.PART:
            sweeps = growth.SMALL_SWEEPS if quick else growth.SWEEPS
            return growth.measure(sweeps, 1 if quick else max(1, series // 2))
        case moving.PART:
            return moving.measure(moving.SMALL if quick else moving.Size())
        case searching.PART:
            return searching.measure(searching.FEW if quick else searching.RECORDS)
        case telling.PART:
            return telling.measure(telling.FEW if quick else telling.RECORDS)
        case branching.PART:
            return branching.measure(branching.SMALL if quick else branching.Size())
        case names.PART:
            return names.measure(names.SMALL if quick else names.Size(), 1 if quick else series)
        case spanning.PART:
            return spanning.measure(spanning.SMALL if quick else spanning.Sizes(), 1 if quick else max(1, series // 2))
        case papers.PART:
            return papers.measure(papers.SMALL if quick else papers.Size(), 1 if quick else series)
        case booting.PART:
            return booting.measure(booting.SMALL_SIZES if quick else booting.SIZES)
        case grading.PART:
            return grading.measure(grading.FEW if quick else grading.LEARNERS)
        case _:
            return start.measure(0 if quick else 2 * series)


if __name__ == "__main__":
    raise SystemExit(main())
