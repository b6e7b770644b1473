"""The parts that templates make questions of: options, blanks and hints."""

from collections.abc import Iterable
from typing import Any

from sim.addresses import IPv4Address, MacAddress, Prefix
from sim.exam.question import Blank, Form, Hint, HintKind, Misconception, Option, Slip
from sim.exam.said import Said, plain
from sim.languages import Wording


def right(value: Any, text: Said | None = None) -> Option:
    """An option that is right."""
    return Option(value, plain(value) if text is None else text, is_right=True)


def wrong(value: Any, misconception: Misconception, text: Said | None = None, **facts: Any) -> Option:
    """An option by a belief; ``facts`` are those of the sentence that corrects it."""
    said = Said(misconception.correction, facts)
    return Option(value, plain(value) if text is None else text, False, misconception, said)


def other(value: Any, text: Said | None = None, why: Said | None = None) -> Option:
    """An option that is merely another one of the things that can be chosen; ``why`` says that it is wrong."""
    return Option(value, plain(value) if text is None else text, correction=why)


def devices(
    names: Iterable[str], truth: str, known: Iterable[Option], rest: Wording, **facts: Any
) -> tuple[Option, ...]:
    """All devices that can be chosen: the right one, those that are ``known``, and others, which ``rest`` tells of.

    Its facts are ``node`` and these.
    """
    by_name = {option.value: option for option in known if option.value != truth}
    return tuple(
        right(name) if name == truth else by_name.get(name) or other(name, why=Said(rest, {"node": name, **facts}))
        for name in names
    )


def slip(value: Any, misconception: Misconception, **facts: Any) -> Slip:
    """A wrong value that is typed by a belief."""
    return Slip(value, misconception, Said(misconception.correction, facts))


def number(truth: int, slips: Iterable[Slip] = (), unit: Said | None = None, label: Said | None = None) -> Blank:
    """A blank for a whole number."""
    return Blank(Form.NUMBER, truth, label, unit, _honest(truth, slips))


def decimal(truth: float, tolerance: float, unit: Said, slips: Iterable[Slip] = (), label: Said | None = None) -> Blank:
    """A blank for a number with a fraction."""
    kept: list[Slip] = []
    for each in slips:
        if all(abs(each.value - value) > 2 * tolerance for value in (truth, *(other.value for other in kept))):
            kept.append(each)
    return Blank(Form.DECIMAL, truth, label, unit, tuple(kept), tolerance)


def address(truth: IPv4Address | MacAddress | Prefix, slips: Iterable[Slip] = (), label: Said | None = None) -> Blank:
    """A blank for an IPv4 address, a MAC address or a network."""
    form = Form.MAC if isinstance(truth, MacAddress) else Form.IPV4 if isinstance(truth, IPv4Address) else Form.PREFIX
    return Blank(form, truth, label, None, _honest(truth, slips))


def word(truth: str, slips: Iterable[Slip] = (), label: Said | None = None) -> Blank:
    """A blank for a word of a protocol, such as a state or a port's name."""
    return Blank(Form.WORD, truth, label, None, _honest(truth, slips))


def text(truth: str, slips: Iterable[Slip] = (), label: Said | None = None) -> Blank:
    """A blank for a text that has to be right to the letter, but for spaces at its ends."""
    return Blank(Form.TEXT, truth, label, None, _honest(truth, slips))


def _honest(truth: Any, slips: Iterable[Slip]) -> tuple[Slip, ...]:
    """The slips that are wrong here, each value once: a belief may come to the truth by luck."""
    found: dict[Any, Slip] = {}
    for each in slips:
        if each.value != truth:
            found.setdefault(each.value, each)
    return tuple(found.values())


_TABLE: Wording = {"en": "Look at the table {table} of {node}.", "zh": "看 {node} 的 {table} 表。"}
_RULE: Wording = {"en": "The rule: {rule}.", "zh": "规则：{rule}。"}
_RECORD: Wording = {
    "en": "Step to record {n} of the run: it shows what happens.",
    "zh": "走到运行的第 {n} 条记录：那里能看到结果。",
}


def look_at(node: str, table: str) -> Hint:
    """The hint that names the table involved."""
    return Hint(HintKind.TABLE, Said(_TABLE, {"node": node, "table": table}))


def rule(wording: Wording, **facts: Any) -> Hint:
    """The hint that says the rule, without the answer."""
    return Hint(HintKind.RULE, Said(_RULE, {"rule": Said(wording, facts)}))


def step_to(n: int) -> Hint:
    """The hint that names the record, but no device: that may be the answer."""
    return Hint(HintKind.RECORD, Said(_RECORD, {"n": n}))
