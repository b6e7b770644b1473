"""``access-list``, ``ip access-list`` and ``ip access-group``: the lines of configuration, as Cisco IOS has them."""

import re
from collections.abc import Iterator
from operator import itemgetter
from typing import Any, NamedTuple

from sim.command import IP_DEVICES, CommandLine
from sim.config_line import INTERFACE, NUMBER, ConfigLine, Subjects
from sim.configuring import configure
from sim.features.acl.entry import Action, is_standard, parse
from sim.features.acl.settings import DIRECTIONS, STEP, AccessList, AclSettings
from sim.settings import Placed
from sim.words import TextError

STANDARD, EXTENDED = "config-std-nacl", "config-ext-nacl"
"""The modes within a list."""
_KINDS = {STANDARD: "standard", EXTENDED: "extended"}
_STANDARD_NUMBERS = (range(1, 100), range(1300, 2000))
_EXTENDED_NUMBERS = (range(100, 200), range(2000, 2700))
_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,63}")
NO_RULE = "% Access list {} has no such rule"
OTHER_KIND = "% Access list {} is {}, and this is a rule of the other kind"
NO_INTERFACE = "% {} is no interface that datagrams pass"


class Rule(NamedTuple):
    """A rule as it was typed; ``number`` is 0 where none was. Without a text, the rule of this number is meant."""

    text: str
    number: int = 0
    name: str = ""


class Remark(NamedTuple):
    """What is said of the rules behind; ``number`` is that of the rule in front of which it stands, 0 for the next."""

    text: str
    number: int = 0
    name: str = ""


def _lists(device: Any) -> dict[str, AccessList]:
    return dict(device.settings.of(AclSettings).acl)


def _set(device: Any, lists: dict[str, AccessList], cause: int) -> None:
    configure(device, "acl", AclSettings(tuple(lists.items())), cause)


def kind_of(name: str, access_list: AccessList) -> str:
    """Whether a list is standard or extended."""
    if name.isdecimal():
        return _KINDS[STANDARD] if any(int(name) in each for each in _STANDARD_NUMBERS) else _KINDS[EXTENDED]
    is_short = access_list.rules and all(is_standard(each.text) for each in access_list.rules)
    return _KINDS[STANDARD] if is_short else _KINDS[EXTENDED]


def _rule(line: CommandLine, name: str = "", number: int = 0, action: str = "") -> Rule:
    """The rest of the line as a rule."""
    rest, start = line.tail()
    text = " ".join(f"{action} {rest}".split()).lower()
    try:
        parse(text)
    except TextError as error:
        raise TextError(error.message, error.hint, max(start, start + error.offset - len(action))) from None
    return Rule(text, number, name)


def _rule_of(mode: str, line: CommandLine, number: int = 0, action: str = "") -> Rule:
    """A rule in a list of this kind."""
    at = line.peek()
    rule = _rule(line, number=number, action=action)
    if mode == STANDARD and not is_standard(rule.text):
        what = "this list is standard, and has the source alone"
        raise line.wrong(what, f"write {action or at} any, or ip access-list extended before it")
    return rule


def _edit(device: Any, name: str, rule: Rule, is_negated: bool, cause: int) -> str:
    lists = _lists(device)
    access_list = lists.get(name, AccessList(()))
    if rule.text and not is_negated and access_list.rules and not _fits_kind(name, access_list, rule.text):
        return OTHER_KIND.format(name, kind_of(name, access_list))
    rules = dict(access_list.numbered)
    if is_negated:
        gone = [number for number, each in rules.items() if rule.number == number or _is(each.text, rule)]
        if not gone:
            return NO_RULE.format(name)
        del rules[gone[0]]
    elif rule.number or all(each.text != rule.text for each in rules.values()):
        rules[rule.number or _next_number(access_list)] = Placed(rule.text)
    ordered = sorted(rules.items())
    lists[name] = access_list._replace(
        rules=tuple(each for _, each in ordered), numbers=tuple(number for number, _ in ordered)
    )
    _set(device, lists, cause)
    return ""


def _remark(device: Any, name: str, remark: Remark, is_negated: bool, cause: int) -> str:
    lists = _lists(device)
    access_list = lists.get(name, AccessList(()))
    if is_negated:
        kept = tuple(each for each in access_list.remarks if remark.text not in ("", each[1]))
    else:
        kept = (*access_list.remarks, (remark.number or _next_number(access_list), remark.text))
    lists[name] = access_list._replace(remarks=kept)
    _set(device, {each: found for each, found in lists.items() if _is_known(found)}, cause)
    return ""


def _next_number(access_list: AccessList) -> int:
    """The number of a rule at the end of a list."""
    return max((number for number, _ in access_list.numbered), default=0) // STEP * STEP + STEP


def _is_known(access_list: AccessList) -> bool:
    """Whether anything is configured of a list."""
    return _is_told(access_list) or bool(access_list.apply)


def _read_remark(line: CommandLine, is_negated: bool, number: int = 0, name: str = "") -> Remark:
    text, _ = line.tail()
    if not text.strip() and not is_negated:
        raise line.too_short("'remark' ends too early", "a text comes next")
    return Remark(text.strip(), number, name)


def _is(text: str, rule: Rule) -> bool:
    return not rule.number and text == rule.text


def _fits_kind(name: str, access_list: AccessList, text: str) -> bool:
    return kind_of(name, access_list) == _KINDS[EXTENDED] or is_standard(text)


# access-list N


def _parse_numbered(line: CommandLine, is_negated: bool) -> Rule | Remark:
    word = line.next("the number of the list")
    if not word.isdecimal() or not any(int(word) in each for each in (*_STANDARD_NUMBERS, *_EXTENDED_NUMBERS)):
        raise line.wrong(f"{word!r} is no number of a list", "write 1 to 99 for a standard list, 100 to 199 for others")
    if is_negated and not line:
        return Rule("", name=word)
    if line.peek().lower() == "remark":
        line.next()
        return _read_remark(line, is_negated, name=word)
    at = line.peek()
    rule = _rule(line, word)
    if kind_of(word, AccessList(())) == _KINDS[STANDARD] and not is_standard(rule.text):
        raise line.wrong(f"list {word} is standard, and has the source alone", f"write {at} any, or list 100 to 199")
    return rule


def _numbered(device: Any, _: str, rule: Rule | Remark, is_negated: bool, cause: int) -> str:
    if is_negated and isinstance(rule, Rule):  # as on IOS, the whole list goes, whatever stands behind its number
        return _remove(device, rule.name, cause)
    return _placed(device, rule.name, rule, is_negated, cause)


def _remove(device: Any, name: str, cause: int) -> str:
    lists = _lists(device)
    if name in lists:
        lists[name] = AccessList((), lists[name].apply)
        if not lists[name].apply:
            del lists[name]
        _set(device, lists, cause)
    return ""


# ip access-list


def _parse_name(line: CommandLine, _: bool) -> Subjects:
    word = line.next("the name or number of a list")
    if not _NAME.fullmatch(word):
        raise line.wrong(f"{word!r} is no name of a list", "write letters, digits, '-', '_' or '.'")
    return (word,)


def _open(device: Any, name: str, _: Subjects, is_negated: bool, cause: int) -> str:
    if is_negated:
        return _remove(device, name, cause)
    return ""


def _parse_action(mode: str, action: str) -> Any:
    return lambda line, _: _rule_of(mode, line, action=action)


def _parse_by_number(mode: str) -> Any:
    def parsed(line: CommandLine, is_negated: bool) -> Rule | Remark:
        number = line.integer(1, 2**31 - 1)
        if line.peek().lower() == "remark":
            line.next()
            return _read_remark(line, is_negated, number)
        return Rule("", number) if is_negated and not line else _rule_of(mode, line, number)

    return parsed


def _placed(device: Any, name: str, typed: Rule | Remark, is_negated: bool, cause: int) -> str:
    if isinstance(typed, Remark):
        return _remark(device, name, typed, is_negated, cause)
    return _edit(device, name, typed, is_negated, cause)


def _about(kind: str) -> Any:
    def about(device: Any) -> Iterator[str]:
        yield from (name for name, each in _lists(device).items() if _is_told(each) and kind_of(name, each) == kind)

    return about


def _is_told(access_list: AccessList) -> bool:
    return bool(access_list.rules or access_list.remarks)


def _shown(device: Any, name: str) -> Iterator[str]:
    access_list = _lists(device).get(name, AccessList(()))
    remarks = [(number, f"remark {text}") for number, text in access_list.remarks]
    rules = [(number, each.text) for number, each in access_list.numbered]
    # A remark stands in front of the rule of its number.
    yield from (f"{number} {text}" for number, text in sorted([*remarks, *rules], key=itemgetter(0)))


# ip access-group


class Group(NamedTuple):
    """Which list is asked, and for what."""

    name: str
    direction: str


def _parse_group(line: CommandLine, is_negated: bool) -> Group:
    word = line.next("the name or number of a list")
    if is_negated and word in DIRECTIONS:
        return Group("", word)
    return Group(word, line.word(*DIRECTIONS))


def _group(device: Any, port: str, group: Group, is_negated: bool, cause: int) -> str:
    if not device.has_interface(port):
        return NO_INTERFACE.format(port)
    where = f"{group.direction} {port}"
    # A list is asked alone at a place: another takes its place there.
    lists = {
        name: each._replace(apply=tuple(other for other in each.apply if other != where))
        for name, each in _lists(device).items()
    }
    if not is_negated:
        there = lists.get(group.name, AccessList(()))
        lists[group.name] = there._replace(apply=(*there.apply, where))
    _set(device, {name: each for name, each in lists.items() if _is_known(each)}, cause)
    return ""


def _shown_groups(device: Any, port: str) -> Iterator[str]:
    for name, each in _lists(device).items():
        yield from (f"ip access-group {name} {at.direction}" for at in each.applied if at.interface == port)


_ROUTERS = IP_DEVICES - {"host"}


def _within(mode: str) -> Iterator[ConfigLine[Any, Any]]:
    """The lines in a list."""
    what = "SOURCE" if mode == STANDARD else "PROTOCOL SOURCE [PORTS] DESTINATION [PORTS] …"
    yield ConfigLine(
        NUMBER,
        f"NUMBER permit|deny {what}",
        "a rule at its place among the numbers, which count in tens; `no 10` takes that rule out",
        _ROUTERS,
        _parse_by_number(mode),
        _placed,
        mode=mode,
        shown=_shown,
    )
    yield ConfigLine(
        "remark",
        "remark TEXT",
        "what the rules behind it are for; it lets pass and drops nothing",
        _ROUTERS,
        _read_remark,
        _remark,
        mode=mode,
    )
    for action in Action:
        said = {Action.PERMIT: "lets pass what fits", Action.DENY: "drops what fits"}.get(action, "drops and tells")
        yield ConfigLine(
            str(action),
            f"{action} {what}",
            f"a rule at the end of the list: it {said}",
            _ROUTERS,
            _parse_action(mode, str(action)),
            _edit,
            mode=mode,
        )


LINES: tuple[ConfigLine[Any, Any], ...] = (
    ConfigLine(
        "access-list",
        "access-list N permit|deny|remark …",
        "a rule at the end of a numbered list, or a remark on the rules behind; `no access-list N` takes it all away",
        _ROUTERS,
        _parse_numbered,
        _numbered,
    ),
    ConfigLine(
        "ip access-list standard",
        "ip access-list standard NAME",
        "the lines behind it are rules of this list, which looks at the source alone",
        _ROUTERS,
        _parse_name,
        _open,
        opens=STANDARD,
        about=_about("standard"),
    ),
    ConfigLine(
        "ip access-list extended",
        "ip access-list extended NAME",
        "the lines behind it are rules of this list",
        _ROUTERS,
        _parse_name,
        _open,
        opens=EXTENDED,
        about=_about("extended"),
    ),
    *_within(STANDARD),
    *_within(EXTENDED),
    ConfigLine(
        "ip access-group",
        "ip access-group NAME in|out",
        "the list decides what passes here; `no` ends that",
        _ROUTERS,
        _parse_group,
        _group,
        mode=INTERFACE,
        shown=_shown_groups,
    ),
)
