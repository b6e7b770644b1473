"""The tables that an expectation can ask for: what can stand in their columns, and whether a row is as one wants it."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any, get_args

from sim import registry
from sim.addresses import InterfaceAddress, IPv4Address, MacAddress, Prefix
from sim.feature import Counting, Table
from sim.patterns.pattern import Names
from sim.patterns.syntax import no_node
from sim.quantities import duration
from sim.scenario.plan import NodePlan
from sim.words import TextError, suggestion

_ENDPOINT = tuple[IPv4Address, int]
"""An IPv4 address and a port."""


def tables_of(plan: NodePlan | None) -> list[Table]:
    """The tables that can be asked of a device; all of them where it is not known which device it is."""
    return [
        table
        for table in registry.tables().values()
        if (not {*plan.kinds}.isdisjoint(table.kinds) if plan else table.kinds)
    ]


def check_cell(table: Table, column: str, value: Any, names: Names) -> None:
    """Raise ``ValueError``, if possible as a ``TextError``, where a column can never hold the value."""
    found = table.columns[column]
    if value is None and found.is_optional:
        return
    if found.type is int and isinstance(value, str) and table.counting is not None:
        is_counted = _counted(table.counting).fullmatch(value) is not None
        if not is_counted and not value[:1].isdigit():
            raise TextError(f"{value!r} is no number", f"write 101, {_examples(table.counting)}, or a time like 30s")
        if is_counted:
            return
    _check_kind(found.type, value, names)


@cache
def _counted(counting: Counting) -> re.Pattern[str]:
    """``iss+101``, as sequence numbers are counted, or ``4 mss``, as windows are."""
    starts, units = "|".join(counting.starts), "|".join(unit for unit, _ in counting.units)
    start = rf"(?P<start>{starts})(?: ?\+ ?(?P<more>\d{{1,18}}))?"
    return re.compile(rf"{start}|(?P<count>\d{{1,9}}) ?(?P<unit>{units})" if units else start, re.IGNORECASE)


def _examples(counting: Counting) -> str:
    first, *others = counting.starts
    return ", ".join(
        [f"{first}+101", *(f"{start}+1" for start in others), *(f"4 {unit}" for unit, _ in counting.units)]
    )


def _check_kind(kind: Any, value: Any, names: Names) -> None:
    if kind is bool:
        if not isinstance(value, bool):
            raise TextError(f"{value!r} is neither true nor false", "write true or false")
    elif kind in (MacAddress, IPv4Address):
        if not isinstance(value, str) or value not in names.nodes:
            _parse_address(str(value), kind, names)
    elif kind is Prefix:
        Prefix.parse(str(value))
    elif kind == _ENDPOINT:
        _parse_endpoint(str(value), names)
    elif kind is int:
        if isinstance(value, str):
            duration(value)
        elif not isinstance(value, int):
            raise TextError(f"{value!r} is not a whole number", "write a number, or a time like 30s")
    elif isinstance(kind, type) and issubclass(kind, StrEnum):
        if str(value).lower() not in [each.lower() for each in kind]:
            raise TextError(f"{value!r} is never here", suggestion(str(value), [str(each) for each in kind]))
    elif kind is not str:
        _check_parts(kind, value, names)


def _check_parts(kind: Any, value: Any, names: Names) -> None:
    """As :func:`_check_kind`, for an address with its mask, and for cells with several things."""
    kinds = get_args(kind)[:1]
    if kind is InterfaceAddress:
        (InterfaceAddress if "/" in str(value) else IPv4Address).parse(str(value))
    elif kinds == (IPv4Address,):
        _check_kind(IPv4Address, value, names)
    elif hasattr(kind, "parse"):
        kind.parse(str(value))  # a feature's own type, which reads what it writes
    elif kinds not in ((InterfaceAddress,), (str,)):
        raise TextError("this column cannot be compared", "compare another one, or the number of rows")


def _parse_address(text: str, kind: type[MacAddress] | type[IPv4Address], names: Names) -> int:
    """An address; raises ``ValueError``, for a word one that knows the nodes."""
    if text[:1].isalpha() and ":" not in text and "-" not in text:
        raise no_node(text, tuple(names.nodes))
    return kind.parse(text)


def _parse_endpoint(text: str, names: Names) -> tuple[str, int]:
    """``server:80`` or ``192.168.10.2:80`` as the name or address, and the port; raises ``TextError``."""
    who, _, port = text.rpartition(":")
    if not who or not port.isdecimal() or len(port) > 5:
        raise TextError(f"{text!r} is not an address with a port", "write one like 192.168.10.2:80")
    if who not in names.nodes:
        _parse_address(who, IPv4Address, names)
    return who, int(port)


def agrees(row: Mapping[str, Any], wanted: Mapping[str, Any], names: Names) -> bool:
    """Whether a row's cells are those that the scenario wrote."""
    return all(same(row[column], value, names) for column, value in wanted.items())


def same(cell: Any, value: Any, names: Names) -> bool:
    """Whether a cell is what the scenario wrote, which :func:`check_cell` has let pass."""
    if value is None or cell is None or isinstance(cell, bool):
        return cell is value
    if isinstance(cell, tuple):
        return _same_tuple(cell, value, names)
    if hasattr(cell, "parse"):
        return _is_address(cell, str(value), names)
    if isinstance(cell, int):
        return cell == (duration(value) if isinstance(value, str) else value)
    if isinstance(cell, StrEnum):
        return str(cell).lower() == str(value).lower()
    return str(cell) == str(value)


def _same_tuple(cell: tuple[Any, ...], value: Any, names: Names) -> bool:
    """An address with a mask or a port, or several things of which one has to be it."""
    if isinstance(cell, InterfaceAddress):
        return value in (str(cell), str(cell.address))
    if isinstance(cell, Prefix):
        return str(cell) == str(Prefix.parse(value))
    if is_endpoint(cell):
        who, port = _parse_endpoint(value, names)
        return cell[1] == port and _is_address(cell[0], who, names)
    return any(same(each, value, names) for each in cell)


def is_endpoint(cell: tuple[Any, ...]) -> bool:
    """Whether a cell is an IPv4 address with a port."""
    return (
        type(cell) is tuple
        and len(cell) == 2
        and isinstance(cell[0], IPv4Address)
        and not isinstance(cell[1], IPv4Address)
    )


def _is_address(cell: Any, value: str, names: Names) -> bool:
    """Whether a cell of a type that reads what it writes is this; an address may be told by its node."""
    if value in names.nodes and isinstance(cell, MacAddress | IPv4Address):
        node = names.nodes[value]
        return cell in node.macs if isinstance(cell, MacAddress) else cell in node.ips
    return bool(cell == type(cell).parse(value))


def absolute(wanted: Mapping[str, Any], counting: Counting, base: Any) -> Mapping[str, Any]:
    """What is wanted of a row in plain numbers, by the row that ``counting`` speaks of; -1 for one that is unknown."""
    return {column: _absolute(value, counting, base) for column, value in wanted.items()}


def _absolute(value: Any, counting: Counting, base: Any) -> Any:
    pattern = _counted(counting)
    found = pattern.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return value
    if base is None:
        return -1
    parts = found.groupdict()
    if parts.get("unit"):
        return int(parts["count"]) * int(getattr(base, dict(counting.units)[parts["unit"].lower()]))
    start = getattr(base, parts["start"].lower())
    return -1 if start is None else start + int(parts["more"] or 0)
