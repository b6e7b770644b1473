"""``hopscope diff``: two scenarios, or one with and without edits, run side by side."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence

from sim.branches.compare import Comparison, Pair, compare
from sim.quantities import seconds
from sim.session import Session
from sim.trace.records import Change
from tui.cli.carry_out import carry_out
from tui.cli.opening import edited, has_strange_programs, open_session
from tui.cli.outcome import FAILED, INTERRUPTED, OK, BadInputError
from tui.cli.progress import Progress
from tui.cli.slices import bounds_of, slices
from tui.cli.stream import Interrupt, say
from tui.model.reader.rows import describe
from tui.model.reader.rows import span as spelled
from tui.output.jsonl import JsonLines, plain
from tui.output.paint import Paint, painter
from tui.output.text import Detail, TextLines, chain_lines

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
        for line in _lines(a, b, found, painter(sys.stdout), arguments.language):
            say(line)
    return OK if found.first is None else FAILED


# As text


def _lines(a: Session, b: Session, found: Comparison, paint: Paint, language: str) -> Iterator[str]:
    for sign, session in (("-", a), ("+", b)):
        count = sum(1 for pair in found.packets if (pair.a if session is a else pair.b) is not None)
        name = f"{session.scenario.path}: {session.scenario.title}"
        yield f"{sign} {paint('title', name)}, {count} packets, {session.trace.happened} records"
    if found.first is None:
        yield "the runs are the same, record by record"
        return
    yield ""
    yield from _first(a, b, found, paint, language)
    yield ""
    yield from _packets(a, b, found, paint)
    yield from _rows(found, paint)
    yield from _outcomes(a, b, paint)


def _first(a: Session, b: Session, found: Comparison, paint: Paint, language: str) -> Iterator[str]:
    assert found.first is not None
    n, what = found.first
    words = {"at": "time", "what": "content", "why": "reason"}
    yield paint("title", f"First difference: record {n}, in its {', '.join(words.get(each, each) for each in what)}")
    ways = [session.trace.causes(n)[::-1] if n < len(session.trace) else [] for session in (a, b)]
    # What led to it is the same in both, up to where they part.
    common = next((i for i, (one, other) in enumerate(zip(*ways, strict=False)) if one != other or one >= n), 0)
    yield from _chain("  ", a, ways[0][max(0, common - _MOST_CHAIN) : common], language)
    for sign, session, way in (("- ", a, ways[0]), ("+ ", b, ways[1])):
        if not way:
            yield f"{sign}the run is over"
        elif n < session.trace.configured:
            yield f"{sign}configured: {_configured(session, n)}"
        else:
            yield from _chain(sign, session, way[common:][-_MOST_CHAIN:], language)


_MOST_CHAIN = 6
"""Records of the chain of causes that are told."""


def _chain(sign: str, session: Session, records: Sequence[int], language: str) -> Iterator[str]:
    lines = chain_lines(session.trace, session.scenario.names.links, records, language)
    return (f"{sign}{line}" for line in lines)


def _configured(session: Session, n: int) -> str:
    what = session.trace.what[n]
    return f"{session.trace[n].node} {describe(what)}" if isinstance(what, Change) else session.trace[n].node


def _packets(a: Session, b: Session, found: Comparison, paint: Paint) -> Iterator[str]:
    left, right = _packet_lines(a), _packet_lines(b)
    signs = [_sign(pair) for pair in found.packets]
    counts = [
        f"{signs.count(sign)} {what}" for sign, what in ((" ", "in both"), ("-", "only in -"), ("+", "only in +"))
    ]
    yield paint("title", f"Packets: {', '.join(counts)}")
    near = {m for n, sign in enumerate(signs) if sign != " " for m in range(n - _MOST_SAME, n + _MOST_SAME + 1)}
    skipped = 0
    for n, (sign, pair) in enumerate(zip(signs, found.packets, strict=True)):
        if n not in near:
            skipped += 1
            continue
        if skipped:
            yield f"  … {skipped} the same"
            skipped = 0
        if pair.a is not None and pair.b is not None:
            later = b.trace.at[pair.b] - a.trace.at[pair.a]
            when = f"  [{spelled(abs(later))} {'later' if later > 0 else 'earlier'} in +]" if later else ""
            yield f"  {left[pair.a]}{when}"
        elif pair.a is not None:
            yield paint("removed", f"{sign} {left[pair.a]}")
        elif pair.b is not None:
            yield paint("added", f"{sign} {right[pair.b]}")
    if skipped:
        yield f"  … {skipped} the same"


def _sign(pair: Pair) -> str:
    return "+" if pair.a is None else "-" if pair.b is None else " "


def _packet_lines(session: Session) -> dict[int, str]:
    """The line of each packet by the record with which it leaves."""
    from sim.trace.history import frames_sent  # noqa: PLC0415

    lines = TextLines(session.trace, session.scenario.names.links, Detail.PACKETS).lines(0, len(session.trace))
    return dict(zip(frames_sent(session.trace), lines, strict=True))


def _rows(found: Comparison, paint: Paint) -> Iterator[str]:
    told = [
        f"  {node} {text}"
        for node, name, key, one, other in found.rows
        if (text := describe(Change(name, key, one, other), brief=True))
    ]
    if told:
        yield ""
        yield paint("title", "Tables at the end, from - to +")
        yield from told


def _outcomes(a: Session, b: Session, paint: Paint) -> Iterator[str]:
    """The expectations that come true in one of them alone."""
    left, right = ({each.text: each for each in session.check()} for session in (a, b))
    lines = [
        f"{'-' if one.ok else '+'} {text}" for text, one in left.items() if text in right and one.ok != right[text].ok
    ]
    if lines:
        yield ""
        yield paint("title", "Comes true only in")
        yield from lines


# As JSON


def _as_json(a: Session, b: Session, found: Comparison) -> dict[str, object]:
    return {
        "a": _run_as_json(a),
        "b": _run_as_json(b),
        "first": None if found.first is None else _first_as_json(a, b, found),
        "packets": [{"a": pair.a, "b": pair.b} for pair in found.packets],
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
    return {"path": session.scenario.path, "records": len(session.trace), "end": seconds(end)}


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
