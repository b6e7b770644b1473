"""How two runs differ, as text."""

from collections.abc import Iterator, Sequence

from sim.branches.compare import Comparison, compare
from sim.branches.pairing import Pair
from sim.scenario.library import name_of
from sim.session import Session
from sim.trace.history import frames_sent
from sim.trace.records import Change
from tui.model.reader.rows import describe
from tui.model.reader.rows import span as spelled
from tui.model.reader.sides import first_told
from tui.model.text import words
from tui.model.text.words import told
from tui.output.paint import Paint, plain
from tui.output.text import Detail, TextLines, chain_lines

_MOST_SAME = 2
"""So many packets around a difference are shown that are the same in both."""


def comparison_lines(
    a: Session, b: Session, found: Comparison | None = None, paint: Paint = plain, language: str = "en"
) -> Iterator[str]:
    """What differs between two runs: ``-`` marks what is of the first, ``+`` what is of the second."""
    found = compare(a.trace, b.trace) if found is None else found
    for sign, session in (("-", a), ("+", b)):
        count = sum(1 for pair in found.packets if (pair.a if session is a else pair.b) is not None)
        name = f"{name_of(session.scenario.path)}: {session.scenario.title}"
        yield f"{sign} {paint('title', name)}, {count} packets, {session.trace.happened} records"
    if found.first is None:
        yield "the runs are the same, record by record"
        return
    yield paint("time", told(words.SIGNS_COMPARED, language))
    yield ""
    yield from _first(a, b, found, paint, language)
    yield ""
    yield from _packets(a, b, found, paint)
    yield from _rows(found, paint)
    yield from _outcomes(a, b, paint)


def _first(a: Session, b: Session, found: Comparison, paint: Paint, language: str) -> Iterator[str]:
    assert found.first is not None
    n = found.first.n
    yield paint("title", first_told(found.first, language))
    ways = [session.trace.causes(n)[::-1] if n < len(session.trace) else [] for session in (a, b)]
    # What came before is the same in both.
    shared = sorted({m for way in ways for m in [each for each in way if each < n][-_MOST_CHAIN:]})
    yield from _chain("= ", a, shared, language)
    for sign, session, way in (("- ", a, ways[0]), ("+ ", b, ways[1])):
        if not way:
            yield f"{sign}the run is over"
        elif n < session.trace.configured:
            yield f"{sign}configured: {_configured(session, n)}"
        else:
            yield from _chain(sign, session, [each for each in way if each >= n][-_MOST_CHAIN:], language)


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
    both, changed, only = len(signs) - signs.count("-") - signs.count("+"), signs.count("~"), map(signs.count, "-+")
    counts = "{} only in -, {} only in +".format(*only)
    yield paint("title", f"Packets: {both} in both, {changed} of them changed (~), {counts}")
    near = {m for n, sign in enumerate(signs) if sign != " " for m in range(n - _MOST_SAME, n + _MOST_SAME + 1)}
    skipped = 0
    for n, (sign, pair) in enumerate(zip(signs, found.packets, strict=True)):
        if n not in near:
            skipped += 1
            continue
        if skipped:
            yield f"= … {skipped} the same"
            skipped = 0
        if pair.a is not None and pair.b is not None:
            later = b.trace.at[pair.b] - a.trace.at[pair.a]
            when = f"  [{spelled(abs(later))} {'later' if later > 0 else 'earlier'} in +]" if later else ""
            yield from _both(left[pair.a], right[pair.b], when, pair.is_changed, paint)
        elif pair.a is not None:
            yield paint("removed", f"{sign} {left[pair.a]}")
        elif pair.b is not None:
            yield paint("added", f"{sign} {right[pair.b]}")
    if skipped:
        yield f"= … {skipped} the same"


def _both(one: str, other: str, when: str, is_changed: bool, paint: Paint) -> Iterator[str]:
    """A packet of both: in one line, or in two where it reads otherwise."""
    if not is_changed:
        yield f"= {one}{when}"
    elif one == other:
        yield paint("changed", f"~ {one}{when}")
    else:
        yield paint("changed", f"~ {one}  [in -]")
        yield paint("changed", f"~ {other}  [in +]{when}")


def _sign(pair: Pair) -> str:
    return "+" if pair.a is None else "-" if pair.b is None else "~" if pair.is_changed else " "


def _packet_lines(session: Session) -> dict[int, str]:
    """The line of each packet by the record with which it leaves."""
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
