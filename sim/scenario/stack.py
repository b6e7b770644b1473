"""What a scenario can say of the protocols of a host or router, by the names of their RFCs."""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from sim.assembly.settings import IpSettings
from sim.ip.acd.machine import Policy
from sim.quantities import spell_duration
from sim.scenario.fields import Duration, Ip, Mac, Part, Short, time
from sim.words import TextError

_IP = IpSettings()
_ARP, _ACD, _ICMP, _REASSEMBLY, _PMTU, _TCP = _IP.arp, _IP.acd, _IP.icmp, _IP.reassembly, _IP.pmtu, _IP.tcp
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_DELAYED_ACK_BOUND = 500_000_000
"""RFC 9293 3.8.6.3: an ACK must not be delayed for that long."""


def _positive(value: int) -> int:
    if value == 0:
        raise TextError("0s is no time to wait", "write one like 1s or 250ms")
    return value


def _delayed(value: int) -> int:
    if value >= _DELAYED_ACK_BOUND:
        hint = "RFC 9293 wants less than 500ms, as in 200ms"
        raise TextError(f"{spell_duration(value)} is too long for an ACK to wait", hint)
    return value


def _off(value: Any) -> Any:
    return "0s" if value is False else value


def _host_name(text: str) -> str:
    """A name as RFC 1123 2.1 has them, in small letters."""
    name = text.lower()
    labels = name.split(".")
    if len(name) > 253 or not all(map(_LABEL.fullmatch, labels)) or labels[-1].isdecimal():
        raise TextError(f"{text!r} cannot be a host's name", "write one like server or www.example.com")
    return name


Count = Annotated[int, Field(ge=1)]
Wait = Annotated[Duration, AfterValidator(_positive)]
DelayedAck = Annotated[Duration, AfterValidator(_delayed), Short(_off, {"const": False})]
HostName = Annotated[str, AfterValidator(_host_name)]
HostsFile = dict[HostName, Ip]


class ArpModel(Part):
    """Address resolution."""

    static: dict[Ip, Mac] = Field(default={}, description="Rows that are configured, from IPv4 to MAC address.")
    reachable_time: Duration = time(_ARP.reachable_time, "How long an answer is trusted.")
    stale_time: Duration = time(_ARP.stale_time, "How long a row that nobody uses is kept after that.")
    retry_interval: Duration = time(_ARP.retry_interval, "Time between two requests.")
    max_requests: Count = Field(default=_ARP.max_requests, description="Requests before giving up.")
    max_polls: Count = Field(default=_ARP.max_polls, description="Unanswered polls before a row is forgotten.")
    failed_time: Duration = time(_ARP.failed_time, "How long to fail at once after giving up.")
    queue_length: Count = Field(default=_ARP.queue_length, description="Datagrams that wait for one address.")
    accept_gratuitous: bool = Field(
        default=_ARP.accept_gratuitous, description="Learn from announcements nobody asked for."
    )


class AcdModel(Part):
    """Address conflict detection (RFC 5227)."""

    probe_wait: Duration = time(_ACD.probe_wait)
    probe_num: Count = _ACD.probe_num
    probe_min: Duration = time(_ACD.probe_min)
    probe_max: Duration = time(_ACD.probe_max)
    announce_wait: Duration = time(_ACD.announce_wait)
    announce_num: Count = _ACD.announce_num
    announce_interval: Duration = time(_ACD.announce_interval)
    max_conflicts: Count = _ACD.max_conflicts
    rate_limit_interval: Duration = time(_ACD.rate_limit_interval)
    defend_interval: Duration = time(_ACD.defend_interval)
    policy: Policy = Field(
        default=_ACD.policy, strict=False, description="What to do when somebody else has the address."
    )


class IcmpModel(Part):
    """ICMP."""

    answer_broadcasts: bool = Field(default=_ICMP.answer_broadcasts, description="Answer a ping to everyone.")
    burst: Count = Field(default=_ICMP.burst, description="Errors sent at once before the limit begins.")
    interval: Duration = time(_ICMP.interval, "Then one error each interval; 0s for no limit.")


class ReassemblyModel(Part):
    """Putting fragments together."""

    timeout: Duration = time(_REASSEMBLY.timeout, "How long fragments wait for the missing ones.")
    capacity: Count = Field(default=_REASSEMBLY.capacity, description="Datagrams that may wait at a time.")


class PmtuModel(Part):
    """Path MTU discovery (RFC 1191)."""

    timeout: Duration = time(_PMTU.timeout, "How long a narrow path is remembered.")


class UdpModel(Part):
    """UDP."""

    receive_buffer: int = Field(
        default=_IP.udp.receive_buffer, ge=1, le=2**30, description="Octets that may wait, 28 more for each datagram."
    )


class TcpModel(Part):
    """TCP. What is not said is as the profile has it, or as the whole scenario says."""

    profile: Literal["default", "simple"] | None = Field(
        default=None, description="simple: no options, every segment acknowledged at once, as textbooks draw it."
    )
    congestion_control: Literal["reno", "cubic", "tahoe", "textbook"] = Field(
        default=_TCP.congestion_control,  # type: ignore[arg-type]
        description="reno is NewReno; textbook counts as exams do.",
    )
    sack: bool = Field(default=_TCP.sack, description="Selective acknowledgments (RFC 2018).")
    timestamps: bool = Field(default=_TCP.timestamps, description="Timestamps and PAWS (RFC 7323).")
    window_scaling: bool = Field(default=_TCP.window_scaling, description="Windows beyond 65535 octets (RFC 7323).")
    window_scale: int | None = Field(
        default=_TCP.window_scale, ge=0, le=14, description="Shift count; by default what the receive buffer needs."
    )
    mss_option: bool = Field(default=_TCP.mss_option, description="Tell the peer the MSS.")
    mss: int = Field(
        default=_TCP.mss, ge=0, le=65495, description="Maximum segment size; 0 for what the link's MTU allows."
    )
    nagle: bool = Field(default=_TCP.nagle, description="Gather small writes while data is unacknowledged.")
    delayed_ack: DelayedAck = time(_TCP.delayed_ack, "How long an ACK may wait; false for not at all.")
    initial_cwnd: int = Field(
        default=_TCP.initial_cwnd, ge=0, le=10_000, description="Initial window in segments; 0 for RFC 5681's."
    )
    initial_ssthresh: int = Field(
        default=_TCP.initial_ssthresh, ge=0, le=2**30, description="In octets; 0 for as high as can be."
    )
    initial_rto: Wait = time(_TCP.initial_rto, "Retransmission time-out before the first measurement.")
    min_rto: Wait = time(_TCP.min_rto, "The least retransmission time-out.")
    max_rto: Wait = time(_TCP.max_rto, "The greatest retransmission time-out.")
    r1: Count = Field(default=_TCP.r1, description="Retransmissions until ARP asks anew for the next hop.")
    r2: Wait = time(_TCP.r2, "How long to retransmit before the connection is given up.")
    r2_syn: Wait = time(_TCP.r2_syn, "How long to retransmit a SYN before giving up.")
    msl: Wait = time(_TCP.msl, "Maximum segment lifetime; TIME-WAIT takes two of them.")
    fin_wait_2_timeout: Wait = time(_TCP.fin_wait_2_timeout, "How long a closed socket waits for the peer's FIN.")
    keepalive_idle: Wait = time(_TCP.keepalive_idle, "Silence before the first probe.")
    keepalive_interval: Wait = time(_TCP.keepalive_interval, "Time between two probes.")
    keepalive_probes: Count = Field(default=_TCP.keepalive_probes, description="Unanswered probes before giving up.")
    isn: int | None = Field(
        default=_TCP.isn, ge=0, le=2**32 - 1, description="Initial sequence number of every connection."
    )
    send_buffer: int = Field(default=_TCP.send_buffer, ge=1, le=2**30, description="In octets.")
    receive_buffer: int = Field(default=_TCP.receive_buffer, ge=1, le=2**30, description="In octets.")
    pmtu_discovery: bool = Field(default=_TCP.pmtu_discovery, description="Send with DF and learn (RFC 1191).")
    challenge_acks: Count = Field(
        default=_TCP.challenge_acks, description="Challenge ACKs in five seconds at most (RFC 5961)."
    )
