"""How often ``why-not`` names what is amiss: a line of a bundled scenario's configuration is taken away, and an
expectation that fails then is asked about.

``python -m benchmarks.why_not`` prints the share and each case that was not found: first where the run is looked at
alone, then where it is compared with the run of the scenario as it is.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sim.branches.edit import EditError
from sim.branches.prevented import Answer
from sim.branches.why_not import why_not
from sim.scenario.document import compose
from sim.scenario.library import bundled
from sim.session import Session


class Case(NamedTuple):
    """A scenario, what was taken away, what failed then, and whether the answer names it."""

    name: str
    edit: str
    kind: str
    expected: str
    is_found: bool
    answer: Answer


def removals(data: dict[str, Any]) -> Iterator[tuple[str, set[str]]]:
    """The lines of a configuration that can go, each as an edit, with the devices that they are about."""
    for name, node in data.get("nodes", {}).items():
        if not isinstance(node, dict):
            continue
        if "gateway" in node:
            yield f"unset nodes.{name}.gateway", {name}
        routes = node.get("routes")
        if isinstance(routes, list):
            for index in range(len(routes)):
                yield f"unset nodes.{name}.routes.{index}", {name}
        elif routes is not None:
            yield f"unset nodes.{name}.routes", {name}
    for index, link in enumerate(data.get("links", [])):
        text = link if isinstance(link, str) else link["link"]
        yield f"unset links.{index}", {end.strip().partition(":")[0] for end in text.split("--")}


def cases(*, is_compared: bool = False) -> Iterator[Case]:
    """Every removal from every bundled scenario, with the first expectation of each kind that fails then.

    The run is looked at alone, as that of a file that has the mistake, or ``is_compared`` with the scenario's own run.
    """
    for name in bundled():
        plain = Session.load(name)
        plain.run(records=20_000)
        good = {each.text for each in plain.check() if each.ok}
        for edit, about in removals(compose(plain.scenario.text)[0].value()):
            try:
                session = plain.branch([edit])
            except EditError:
                continue  # other lines of the file name what is gone
            if not is_compared:
                session.origin = None
            session.run(records=20_000)
            asked: set[type] = set()
            for outcome in session.check():
                expected = outcome.expectation
                if not outcome.ok and outcome.text in good and type(expected) not in asked:
                    asked.add(type(expected))
                    answer = why_not(session, expected)
                    named = _is_named(session, answer, about)
                    yield Case(name, edit, type(expected).__name__, expected.text, named, answer)


def _is_named(session: Session, answer: Answer, about: set[str]) -> bool:
    """Whether an answer shows the device whose line is gone, or a record of it."""
    trace = session.trace
    nodes = {answer.nobody, *(answer.place.path[1:2] if answer.place is not None else ())}
    nodes |= {trace.spots[trace.spot[chain[-1]]].node for chain in answer.chains}
    return bool(about & {str(node) for node in nodes})


def main() -> None:
    for is_compared in (False, True):
        print("compared with the run without the removal:" if is_compared else "the run alone:")
        _tell(list(cases(is_compared=is_compared)))


def _tell(found: list[Case]) -> None:
    for case in found:
        if not case.is_found:
            print(f"not found: {case.name}, {case.edit}: {case.expected}: {case.answer.place}")
    for kind in sorted({case.kind for case in found}):
        of_kind = [case.is_found for case in found if case.kind == kind]
        print(f"{kind}: {sum(of_kind)} of {len(of_kind)}")
    named = sum(case.is_found for case in found)
    print(f"{named} of {len(found)} are named: {named / len(found):.0%}" if found else "no case")


if __name__ == "__main__":
    main()
