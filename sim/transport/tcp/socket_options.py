"""The options of a TCP socket, and the settings of its connection that follow from them."""

from collections import deque
from collections.abc import Mapping
from typing import Any, ClassVar

from sim.kernel import SECOND
from sim.transport.sockets import options as names
from sim.transport.sockets.contracts import SocketHost
from sim.transport.sockets.errors import error
from sim.transport.sockets.options import FLAG, IPPROTO_TCP, SOL_SOCKET, OptionName, Plain
from sim.transport.sockets.ports import Claim
from sim.transport.sockets.socket import Socket
from sim.transport.tcp import info
from sim.transport.tcp.connection import Connection
from sim.transport.tcp.contracts import Stream
from sim.transport.tcp.layer import TcpLayer
from sim.transport.tcp.machine import user
from sim.transport.tcp.machine.congestion import make
from sim.transport.tcp.machine.settings import TcpSettings
from sim.transport.tcp.machine.states import State
from sim.transport.tcp.pdu import DEFAULT_MSS

_NAME_LENGTH = 16
_MILLISECOND = 1_000_000
_USUAL_LINGER2, _MOST_LINGER2 = 60, 120
"""Seconds, as Linux has them (tcp_fin_timeout)."""
_MOST_LOW_WATER = 3 * 2**20
"""Octets: half of the largest buffer that Linux makes by itself (tcp_rmem)."""
_MOST_DEFERRALS, _LONGEST_WAIT = 255, 120
"""How many time-outs of a SYN-ACK TCP_DEFER_ACCEPT can count, and the longest of them (s)."""


class StreamOptions(Socket):
    """A socket with TCP's options."""

    plain: ClassVar[Mapping[OptionName, Plain]] = {
        **Socket.plain,
        (IPPROTO_TCP, names.TCP_NODELAY): FLAG,
        (IPPROTO_TCP, names.TCP_QUICKACK): Plain(1, 0, 1, is_flag=True),
        (IPPROTO_TCP, names.TCP_CORK): FLAG,
        (IPPROTO_TCP, names.TCP_LINGER2): Plain(60, -(2**31), 2**31 - 1),
        (IPPROTO_TCP, names.TCP_USER_TIMEOUT): Plain(0, 0, 0x7FFFFFFF),
    }
    bounds: ClassVar[Mapping[OptionName, tuple[int, int]]] = {
        (IPPROTO_TCP, names.TCP_MAXSEG): (88, 32767),
        (IPPROTO_TCP, names.TCP_KEEPIDLE): (1, 32767),
        (IPPROTO_TCP, names.TCP_KEEPINTVL): (1, 32767),
        (IPPROTO_TCP, names.TCP_KEEPCNT): (1, 127),
        (IPPROTO_TCP, names.TCP_SYNCNT): (1, 127),
    }
    """Options that the host's settings have a value for until they are set."""

    accepted: "deque[Any]"
    backlog: int

    def __init__(self, layer: TcpLayer, node: SocketHost, number: int, protocol: int, program: int) -> None:
        super().__init__(node, number, protocol, program)
        self._layer = layer
        self.claim: Claim[Stream] | None = None
        self.connection: Connection | None = None
        settings = layer.settings.of(TcpSettings)
        self.receive_buffer = settings.receive_buffer
        self.send_buffer = settings.send_buffer
        self._congestion_control = settings.congestion_control
        self._has_own_receive_buffer = False
        self.deferrals = 0
        """What TCP_DEFER_ACCEPT asks for, in time-outs of the SYN-ACK."""

    @property
    def reuses_address(self) -> bool:
        return bool(self._option(SOL_SOCKET, names.SO_REUSEADDR))

    @property
    def tos(self) -> int:
        """What the segments' datagrams have; its two bits of congestion notification are TCP's own (RFC 3168 5)."""
        return self._option(names.IPPROTO_IP, names.IP_TOS)

    def settings(self) -> TcpSettings:
        """The host's settings, changed by what was asked for this socket."""
        asked, host = self._options, self._layer.settings.of(TcpSettings)
        idle, interval = asked.get((IPPROTO_TCP, names.TCP_KEEPIDLE)), asked.get((IPPROTO_TCP, names.TCP_KEEPINTVL))
        timeout = self._option(IPPROTO_TCP, names.TCP_USER_TIMEOUT) * _MILLISECOND
        lingering = self._fin_wait_2_limit()
        mss = asked.get((IPPROTO_TCP, names.TCP_MAXSEG), 0)
        way = self._option(names.IPPROTO_IP, names.IP_MTU_DISCOVER)
        return host._replace(
            congestion_control=self._congestion_control,
            nagle=host.nagle and not self._option(IPPROTO_TCP, names.TCP_NODELAY),
            delayed_ack=0 if asked.get((IPPROTO_TCP, names.TCP_QUICKACK)) else host.delayed_ack,
            mss=min(mss or host.mss, host.mss or mss),
            r2=timeout or host.r2,
            r2_syn=timeout or self._time_for(asked.get((IPPROTO_TCP, names.TCP_SYNCNT)), host) or host.r2_syn,
            fin_wait_2_timeout=host.fin_wait_2_timeout if lingering is None else lingering,
            keepalive_idle=host.keepalive_idle if idle is None else idle * SECOND,
            keepalive_interval=host.keepalive_interval if interval is None else interval * SECOND,
            keepalive_probes=asked.get((IPPROTO_TCP, names.TCP_KEEPCNT), host.keepalive_probes),
            pmtu_discovery=host.pmtu_discovery and way != names.IP_PMTUDISC_DONT,
            send_buffer=self.send_buffer,
            receive_buffer=self.receive_buffer,
        )

    @staticmethod
    def _time_for(retries: int | None, host: TcpSettings) -> int:
        """How long it takes to send a SYN again that often without an answer (ns); 0 where nothing was asked for.

        Trouble counts from the first SYN; the last SYN is given its time, too.
        """
        if retries is None:
            return 0
        return sum(min(host.initial_rto << n, host.max_rto) for n in range(retries + 1))

    def _fin_wait_2_limit(self) -> int | None:
        """What TCP_LINGER2 asks for (ns); ``None`` where it leaves it to the host."""
        seconds = self._options.get((IPPROTO_TCP, names.TCP_LINGER2))
        return None if seconds is None else max(seconds * SECOND, 1)

    def set_option(self, level: int, name: int, value: int | bytes, *, cause: int) -> None:
        key = (level, name)
        if key == (IPPROTO_TCP, names.TCP_LINGER2):
            value = _linger2(value)
        if key == (IPPROTO_TCP, names.TCP_DEFER_ACCEPT):
            self.deferrals = _deferrals(value)
            self.settings_changed(cause)
        elif key == (IPPROTO_TCP, names.TCP_CONGESTION):
            self._congestion_control = _congestion_control(value)
            self.settings_changed(cause)
        elif key in self.bounds:
            number, (low, high) = names.number_of(value), self.bounds[key]
            if number is None or not (low <= number <= high or (name == names.TCP_MAXSEG and number == 0)):
                raise error("EINVAL")
            self._options[key] = number
            self.settings_changed(cause)
            if name == names.TCP_KEEPIDLE:
                self._keep_alive(cause, again=True)
        else:
            super().set_option(level, name, value, cause=cause)
            if key == (names.IPPROTO_IP, names.IP_TTL):
                self.settings_changed(cause)

    def _special_option(self, key: OptionName, cause: int) -> int | bytes | None:
        found: int | bytes | None = None
        settings = self.settings()
        match key:
            case names.IPPROTO_TCP, names.TCP_CONGESTION:
                found = self._congestion_control.encode().ljust(_NAME_LENGTH, b"\0")
            case names.IPPROTO_TCP, names.TCP_MAXSEG:
                # Until it is connected, what was asked for: the segment size is agreed on in the handshake.
                connection = self.connection
                is_agreed = connection is not None and connection.tcb.state is not State.LISTEN
                found = connection.tcb.smss if connection and is_agreed else settings.mss or DEFAULT_MSS
            case names.IPPROTO_TCP, names.TCP_KEEPIDLE:
                found = settings.keepalive_idle // SECOND
            case names.IPPROTO_TCP, names.TCP_KEEPINTVL:
                found = settings.keepalive_interval // SECOND
            case names.IPPROTO_TCP, names.TCP_KEEPCNT:
                found = settings.keepalive_probes
            case names.IPPROTO_TCP, names.TCP_DEFER_ACCEPT:
                found = _seconds_of(self.deferrals)
            case names.IPPROTO_TCP, names.TCP_SYNCNT:
                found = self._options.get(key) or _retries_in(settings)
            case names.IPPROTO_TCP, names.TCP_INFO:
                found = info.packed(self.connection, len(self.accepted), self.backlog, self.node.kernel.now)
            case _:
                found = super()._special_option(key, cause)
        return found

    def _option_changed(self, key: OptionName, number: int, cause: int) -> None:
        super()._option_changed(key, number, cause)
        if key == (SOL_SOCKET, names.SO_KEEPALIVE):
            self._keep_alive(cause)
        elif key == (SOL_SOCKET, names.SO_RCVLOWAT):
            self.ready(cause)
        else:
            if key == (names.IPPROTO_IP, names.IP_TOS):
                self._options[key] = number & ~3
            self.settings_changed(cause)

    def _set_buffer(self, name: int, size: int, cause: int) -> None:
        self._has_own_receive_buffer |= name == names.SO_RCVBUF
        super()._set_buffer(name, size, cause)

    def _low_water(self, number: int) -> int:
        """No more than the receive buffer can hold, which grows for that where no program has chosen it (tcp(7))."""
        most = self.receive_buffer if self._has_own_receive_buffer else _MOST_LOW_WATER
        number = min(super()._low_water(number), most)
        self.receive_buffer = max(self.receive_buffer, number)
        return number

    def _buffer_changed(self, cause: int) -> None:
        self.settings_changed(cause)

    def settings_changed(self, cause: int) -> None:
        """Let a connection that is there already, or a listener, work with the settings as they are now."""
        connection = self.connection
        if connection is None or connection.is_over:
            return
        connection.inherit(self)
        tcb = connection.tcb
        tcb.settings = self.settings()
        tcb.dont_fragment = tcb.settings.pmtu_discovery
        tcb.send_buffer, tcb.receive_buffer = self.send_buffer, self.receive_buffer
        tcb.deferrals = self.deferrals
        corked = bool(self._option(IPPROTO_TCP, names.TCP_CORK))
        if tcb.corked != corked:
            connection.carry_out(user.set_cork(tcb, corked, self.node.kernel.now), cause)
        if tcb.nagle != tcb.settings.nagle:
            effects = user.set_nagle(tcb, tcb.settings.nagle, self.node.kernel.now)
            connection.carry_out(effects, cause)

    def _keep_alive(self, cause: int, again: bool = False) -> None:
        """Bring SO_KEEPALIVE to the connection, where there is one; ``again``: for another time than before."""
        connection, now = self.connection, self.node.kernel.now
        if connection is not None and not connection.is_over:
            is_on = bool(self._option(SOL_SOCKET, names.SO_KEEPALIVE))
            if again:
                user.set_keepalive(connection.tcb, False, now)
            connection.carry_out(user.set_keepalive(connection.tcb, is_on, now), cause)

    def bequeath(self, child: "StreamOptions") -> None:
        """Give an accepted connection the listener's options, as Linux does."""
        child._options = dict(self._options)
        child.linger, child.ttl, child.device = self.linger, self.ttl, self.device
        child.send_buffer, child.receive_buffer = self.send_buffer, self.receive_buffer
        child._congestion_control = self._congestion_control


def _linger2(value: int | bytes) -> int:
    """0 is the usual time, a negative number none at all, and more than two minutes are two."""
    number = names.number_of(value)
    if number is None:
        raise error("EINVAL")
    return -1 if number < 0 else min(number or _USUAL_LINGER2, _MOST_LINGER2)


def _deferrals(value: int | bytes) -> int:
    """How many time-outs of a SYN-ACK, the first after a second, cover so many seconds (secs_to_retrans of Linux)."""
    seconds = names.number_of(value)
    if seconds is None:
        raise error("EINVAL")
    count = 0
    while count < _MOST_DEFERRALS and _seconds_of(count) < seconds:
        count += 1
    return count


def _seconds_of(deferrals: int) -> int:
    return sum(min(1 << number, _LONGEST_WAIT) for number in range(deferrals))


def _retries_in(settings: TcpSettings) -> int:
    """How often a SYN is sent again until R2."""
    retries, passed = 0, 0
    while (passed := passed + min(settings.initial_rto << retries, settings.max_rto)) < settings.r2_syn:
        retries += 1
    return retries


def _congestion_control(value: int | bytes) -> str:
    name = b"" if isinstance(value, int) else value.partition(b"\0")[0]
    try:
        make(name.decode("ascii", "replace"), DEFAULT_MSS)
    except ValueError:
        raise error("ENOENT") from None
    return name.decode("ascii")
