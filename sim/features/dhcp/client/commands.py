"""``dhclient``: ask for an address, and give it back."""

from typing import NamedTuple, Protocol

from sim.command import IP_DEVICES, Command, CommandLine
from sim.effects import Arm
from sim.features.dhcp import option_kinds as kinds
from sim.features.dhcp.client import machine
from sim.features.dhcp.client.rows import BEGIN, ClientRow, ClientState
from sim.features.dhcp.client.service import ClientHost, DhcpClient
from sim.features.dhcp.option_kinds import MessageType
from sim.features.dhcp.pdu import SERVER_PORT, Dhcp
from sim.kernel import SECOND
from sim.shell.application import Application, Host

_USAGE = "dhclient [-v] [-r] [INTERFACE]"


class DhclientHost(ClientHost, Host, Protocol):
    """What ``dhclient`` sees of its host."""

    services: dict[str, object]


def client_of(host: DhclientHost) -> DhcpClient:
    """The client of a host, which begins to be there when somebody wants it."""
    found = host.services.get("dhcp-client")
    if not isinstance(found, DhcpClient):
        found = host.services["dhcp-client"] = DhcpClient(host)
    return found


class DhclientOptions(NamedTuple):
    """The command line; without a ``port`` it is for all interfaces."""

    port: str | None = None
    is_verbose: bool = False
    releases: bool = False


class Dhclient(Application[DhclientHost]):
    """Asks for an address of one interface, and tells what is sent and received, as ISC's client does."""

    def __init__(self, host: DhclientHost, command: str, port: str, options: DhclientOptions) -> None:
        super().__init__(host, command)
        self._port = port
        self._options = options
        self._client = client_of(host)

    def start(self, cause: int) -> None:
        mac = self.node.interfaces[self._port].mac
        self._say(f"Listening on LPF/{self._port}/{mac}", cause)
        self._say(f"Sending on   LPF/{self._port}/{mac}", cause)
        self._say("Sending on   Socket/fallback", cause)
        self._client.listen(self._hear)
        self.at_end(lambda: self._client.forget(self._hear))
        if self._options.releases:
            self._client.release(self._port, cause)
            self.finish(0, cause)
        elif not self.node.interfaces[self._port].up:
            self._say(f"{self._port}: no link", cause)
            self.finish(1, cause)
        else:
            self._client.renew(self._port, cause)

    def _say(self, text: str, cause: int) -> None:
        if self._options.is_verbose:
            self.output(text, cause)

    def _hear(self, port: str, told: machine.Effect | Dhcp, row: ClientRow | None, cause: int) -> None:
        if port != self._port:
            return
        match told:
            case Dhcp():
                self._say(_received(told), cause)
            case machine.Send(message, _, dst, _):
                self._say(self._sent(message, str(dst), row), cause)
            case machine.Configure(bound, _) if bound.state is ClientState.BOUND:
                self._say(_bound(bound, self.node.kernel.now), cause)
                self.finish(0, cause)
            case Arm(timer, _, _) if timer[0] == BEGIN and not self._options.releases:
                self._say("No DHCPOFFERS received.", cause)
                self._say("No working leases in persistent database - sleeping.", cause)
                self.finish(2, cause)

    def _sent(self, message: Dhcp, dst: str, row: ClientRow | None) -> str:
        kind, xid = message.type, f"(xid={message.xid:#x})"
        whither = f"on {self._port} to {dst} port {SERVER_PORT}"
        if kind is MessageType.DISCOVER:
            settings = self._client.settings
            interval = min(settings.timeout << max((row.sent if row else 1) - 1, 0), settings.longest_timeout)
            return f"DHCPDISCOVER {whither} interval {interval // SECOND} {xid}"
        address = message.get(kinds.REQUESTED_ADDRESS) or message.ciaddr
        word = "for" if kind is MessageType.REQUEST else "of"
        return f"DHCP{kind.name} {word} {address} {whither} {xid}"


def _received(message: Dhcp) -> str:
    server = message.get(kinds.SERVER_ID)
    xid = "" if message.type is MessageType.OFFER else f" (xid={message.xid:#x})"
    if message.type is MessageType.NAK:
        return f"DHCPNAK from {server}{xid}"
    return f"DHCP{message.type.name} of {message.yiaddr} from {server}{xid}"


def _bound(row: ClientRow, now: int) -> str:
    if row.t1 is None:
        return f"bound to {row.ip} -- lease is infinite."
    return f"bound to {row.ip} -- renewal in {(row.t1 - now) // SECOND} seconds."


def _parse(line: CommandLine) -> DhclientOptions:
    options = DhclientOptions()
    while line:
        word = line.peek()
        if not word.startswith("-") or word == "-":
            if options.port is not None:
                line.next()
                raise line.wrong(f"{word!r} is one interface too many", _USAGE)
            options = options._replace(port=line.interface())
            continue
        line.next()
        for letter in word[1:]:
            match letter:
                case "v":
                    options = options._replace(is_verbose=True)
                case "r":
                    options = options._replace(releases=True)
                case "4" | "1":
                    pass  # so it does anyway
                case _:
                    raise line.wrong(f"Unknown command: {word}", _USAGE)
    return options


def _run(host: DhclientHost, options: DhclientOptions, text: str, cause: int) -> None:
    ports = [options.port] if options.port is not None else [*host.interfaces]
    for port in ports:
        if port in host.interfaces:
            Dhclient(host, text, port, options).launch(cause)


DHCLIENT = Command(
    "dhclient",
    _USAGE,
    "asks a DHCP server for an address; -v tells what is sent and received, -r gives the address back",
    IP_DEVICES,
    _parse,
    _run,
    rank=21,
)
