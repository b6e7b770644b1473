"""``hopscope diff``: two scenarios, or one with and without edits, run side by side."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator

from sim.branches.compare import Comparison, compare
from sim.quantities import seconds
from sim.scenario.library import has_strange_programs, name_of
from sim.session import Session
from tui.cli.carry_out import carry_out
from tui.cli.opening import edited, open_session
from tui.cli.outcome import FAILED, INTERRUPTED, OK, BadInputError
from tui.cli.progress import Progress
from tui.cli.slices import bounds_of, slices
from tui.cli.stream import Interrupt, say
from tui.output.comparison import comparison_lines
from tui.output.jsonl import JsonLines, plain
from tui.output.paint import painter

_MOST_SAME = 2
"""So many packets around a difference are shown that are the same in both."""


def execute(arguments: Namespace) -> int:
    if arguments.other is None and not arguments.edits:
        raise BadInputError("name a second scenario, or give an --edit, to compare with")
    a = open_session(arguments.name, arguments.seed)
    b = edited(a if arguments.other is None else open_session(arguments.other, arguments.seed), arguments.edits)
    strange = [each for each in (a, b) if has_strange_programs(each.scenario)]
    if len({each.scenario.path for each in strange}) > 1 and not arguments.trust and arguments.programs:
        raise BadInputError("both files have programs: say --trust or --no-programs for both")
    host = strange[0] if strange else a
    # Both run where the programs of one of them may: they stand in the same folder, or are trusted.
    return carry_out(host, arguments, lambda allowed: _diff(*_pair(a, b, host, allowed), arguments))


def _pair(a: Session, b: Session, host: Session, allowed: Session) -> tuple[Session, Session]:
    """The two sessions, without their programs where these may not run."""
    if allowed is host:
        return a, b
    from sim.scenario.plan import without_programs  # noqa: PLC0415

    return Session(without_programs(a.scenario)), Session(without_programs(b.scenario))


def _diff(a: Session, b: Session, arguments: Namespace) -> int:
    with Interrupt() as interrupt, Progress(arguments.name) as progress:
        for session in (a, b):
            for _ in slices(session, bounds_of(session, arguments.until), interrupt, progress):
                pass
        if interrupt.asked:
            return INTERRUPTED
    found = compare(a.trace, b.trace)
    if arguments.json:
        say(json.dumps(_as_json(a, b, found), ensure_ascii=False, indent=2))
    else:
        for line in comparison_lines(a, b, found, painter(sys.stdout), arguments.language):
            say(line)
    return OK if found.first is None else FAILED


# As JSON


def _as_json(a: Session, b: Session, found: Comparison) -> dict[str, object]:
    return {
        "a": _run_as_json(a),
        "b": _run_as_json(b),
        "first": None if found.first is None else _first_as_json(a, b, found),
        "packets": [{"a": pair.a, "b": pair.b, "changed": pair.is_changed} for pair in found.packets],
        "rows": [
            {
                "node": row.node,
                "table": row.table,
                "key": plain(row.key),
                "a": None if row.a is None else {name: plain(value) for name, value in row.a._asdict().items()},
                "b": None if row.b is None else {name: plain(value) for name, value in row.b._asdict().items()},
            }
            for row in found.rows
        ],
    }


def _run_as_json(session: Session) -> dict[str, object]:
    end = session.trace.at[-1] if len(session.trace) else 0
    return {"path": name_of(session.scenario.path), "records": len(session.trace), "end": seconds(end)}


def _first_as_json(a: Session, b: Session, found: Comparison) -> dict[str, object]:
    assert found.first is not None
    n = found.first.n
    records = {
        name: [json.loads(line) for m in reversed(session.trace.causes(n)) for line in _json_line(session, m)]
        if n < len(session.trace)
        else []
        for name, session in (("a", a), ("b", b))
    }
    return {"n": n, "in": list(found.first.in_what), "chains": records}


def _json_line(session: Session, n: int) -> Iterator[str]:
    return JsonLines(session.trace).lines(n, n + 1)
