"""``python -m benchmarks``: measure, and print one table."""

import argparse

from benchmarks import forwarding
from benchmarks.table import render
from benchmarks.work import Work

PARTS = ("forwarding",)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure, and print one table.")
    parser.add_argument("parts", nargs="*", metavar="part", help=f"which to run: {', '.join(PARTS)} (default: all)")
    parser.add_argument("--series", type=int, default=5, help="interleaved series to take the medians of (default: 5)")
    parser.add_argument("--datagrams", type=int, default=Work().datagrams, help="in the chain (default: %(default)s)")
    chosen = parser.parse_args()
    if unknown := set(chosen.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there is {', '.join(PARTS)}")
    lines = []
    if "forwarding" in (chosen.parts or PARTS):
        lines += forwarding.measure(Work(datagrams=chosen.datagrams), chosen.series)
    print(render(lines))
    return 1 if any(line.met is False for line in lines) else 0


if __name__ == "__main__":
    raise SystemExit(main())
