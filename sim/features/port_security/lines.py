"""``switchport port-security``: the lines of configuration that guard ports, as a Catalyst has them."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sim.command import CommandLine
from sim.config_line import INTERFACE, ConfigLine
from sim.configuring import configure
from sim.features.port_security.settings import PortSecuritySettings, SecurePort, Violation
from sim.settings import SWITCH

FEATURE = "port-security"
NO_PORT = "% {} is no port that frames are switched between"
MOST = 8192
Change = Callable[[SecurePort], SecurePort]


def _chosen(switch: Any) -> dict[str, SecurePort]:
    return dict(switch.settings.of(PortSecuritySettings).port_security)


def _run(switch: Any, port: str, change: Change, _: bool, cause: int) -> str:
    if port not in switch.bridge.ports:
        return NO_PORT.format(port)
    before = _chosen(switch)
    changed = change(before.get(port, SecurePort(enabled=False)))
    chosen = {**before, port: changed}
    if changed == SecurePort(enabled=False):
        del chosen[port]
    if len(changed.addresses) > changed.limit:
        return f"% port {port} knows {len(changed.addresses)} addresses and may have {changed.limit}: raise its maximum"
    configure(switch, FEATURE, PortSecuritySettings(tuple(chosen.items())), cause)
    return ""


def _fields(**fields: Any) -> Change:
    return lambda port: port._replace(**fields)


def _parse_maximum(line: CommandLine, is_negated: bool) -> Change:
    limit = line.integer(1, MOST) if line or not is_negated else 1
    return _fields(limit=1 if is_negated else limit)


def _parse_violation(line: CommandLine, is_negated: bool) -> Change:
    word = line.word(*Violation) if line or not is_negated else Violation.SHUTDOWN
    return _fields(violation=Violation.SHUTDOWN if is_negated else Violation(word))


def _parse_address(line: CommandLine, is_negated: bool) -> Change:
    if line.peek() == "sticky":
        line.next()
        return _fields(sticky=not is_negated)
    mac = line.mac()

    def change(port: SecurePort) -> SecurePort:
        others = tuple(each for each in port.addresses if each != mac)
        return port._replace(addresses=others if is_negated else (*others, mac))

    return change


def _shown(written: Callable[[SecurePort], Iterable[str]]) -> Callable[[Any, str], Iterator[str]]:
    def shown(switch: Any, port: str) -> Iterator[str]:
        secure = _chosen(switch).get(port)
        if secure is not None:
            yield from (f"switchport port-security {each}".rstrip() for each in written(secure))

    return shown


def _shown_addresses(port: SecurePort) -> Iterator[str]:
    if port.sticky:
        yield "mac-address sticky"
    yield from (f"mac-address {mac.dotted}" for mac in port.addresses)


def _line(
    name: str,
    usage: str,
    summary: str,
    parse: Callable[[CommandLine, bool], Change],
    written: Callable[[SecurePort], Iterable[str]],
) -> ConfigLine[Any, Change]:
    full = f"switchport port-security {name}".rstrip()
    return ConfigLine(
        full,
        f"{full} {usage}".rstrip(),
        summary,
        frozenset({SWITCH}),
        parse,
        _run,
        mode=INTERFACE,
        shown=_shown(written),
    )


LINES: tuple[ConfigLine[Any, Any], ...] = (
    _line(
        "maximum",
        "N",
        "how many addresses may be behind the port",
        _parse_maximum,
        lambda port: (f"maximum {port.limit}",) if port.limit != 1 else (),
    ),
    _line(
        "violation",
        "protect|restrict|shutdown",
        "what is done with a frame from any other address; `shutdown` and `no shutdown` bring the port back",
        _parse_violation,
        lambda port: (f"violation {port.violation}",) if port.violation is not Violation.SHUTDOWN else (),
    ),
    _line(
        "mac-address",
        "sticky|MAC",
        "learned addresses stay when the link goes down, or an address that is known",
        _parse_address,
        _shown_addresses,
    ),
    _line(
        "",
        "",
        "guards the port; the lines above say how",
        lambda _, is_negated: _fields(enabled=not is_negated),
        lambda port: ("",) if port.enabled else (),
    ),
)
