"""The client's machine: figure 5 by rows of state, input and effects, and tables 4 and 5 of RFC 2131 field by field."""

from typing import Any

import pytest

from sim.addresses import ANY, LIMITED_BROADCAST, InterfaceAddress
from sim.effects import Arm, Cancel, Drop, Put
from sim.features.dhcp import option_kinds as kinds
from sim.features.dhcp.client import machine
from sim.features.dhcp.client.machine import (
    BEGIN,
    COLLECT,
    EXPIRY,
    T1,
    T2,
    WAIT,
    Client,
    ClientRow,
    ClientState,
    Configure,
    Effects,
    LeaveLinkLocal,
    SeekLinkLocal,
    Send,
    Withdraw,
)
from sim.features.dhcp.option_kinds import INFINITE, MessageType, Option
from sim.features.dhcp.pdu import BROADCAST, Dhcp
from sim.features.dhcp.settings import Choice, DhcpClientSettings
from sim.kernel import SECOND
from tests.dhcp.messages import MAC, OTHER_MAC, ip, reply, request

SERVER, OTHER_SERVER = ip("10.0.0.1"), ip("10.0.0.2")
OWN = InterfaceAddress(ip("10.0.0.100"), 24)
NOW = 1000 * SECOND

S = ClientState
LEASE = {
    "address": OWN,
    "server": SERVER,
    "lease": 100 * SECOND,
    "t1": NOW + 50 * SECOND,
    "t2": NOW + 87 * SECOND,
    "expiry": NOW + 100 * SECOND,
    "began": NOW,
    "asked": NOW,
    "xid": 7,
}


def client(fraction: float = 0.5, **settings: Any) -> Client:
    return Client("eth0", MAC, "pc1", DhcpClientSettings(**settings), 0xABCD, fraction)


def row(state: ClientState, **more: Any) -> ClientRow:
    return ClientRow(state, **{**LEASE, **more})


def ack(*options: Option, **fields: Any) -> Dhcp:
    told = (kinds.SERVER_ID(SERVER), kinds.LEASE_TIME(100), kinds.SUBNET_MASK(24), *options)
    return reply(MessageType.ACK, *told, **{"yiaddr": OWN.address, **fields})


def offer(*options: Option, server: Any = SERVER, **fields: Any) -> Dhcp:
    told = (kinds.SERVER_ID(server), kinds.LEASE_TIME(100), *options)
    return reply(MessageType.OFFER, *told, **{"yiaddr": OWN.address, **fields})


def nak(**fields: Any) -> Dhcp:
    return reply(MessageType.NAK, kinds.SERVER_ID(SERVER), **fields)


def state_after(effects: Effects) -> ClientState | None:
    put = [each.row.state for each in effects if isinstance(each, Put)]
    return put[-1] if put else None


def sent(effects: Effects) -> Send:
    return next(each for each in effects if isinstance(each, Send))


def armed(effects: Effects) -> dict[Any, int]:
    return {each.timer[0]: each.deadline for each in effects if isinstance(each, Arm)}


# Figure 5


@pytest.mark.parametrize(
    ("before", "message", "after"),
    [
        (S.SELECTING, offer(), S.REQUESTING),
        (S.REQUESTING, ack(), S.CHECKING),
        (S.REQUESTING, nak(), S.SELECTING),  # INIT, which sends at once
        (S.REBOOTING, ack(), S.CHECKING),
        (S.REBOOTING, nak(), S.SELECTING),
        (S.RENEWING, ack(), S.BOUND),
        (S.RENEWING, nak(), S.SELECTING),
        (S.REBINDING, ack(), S.BOUND),
        (S.REBINDING, nak(), S.SELECTING),
        (S.CHECKING, nak(), S.SELECTING),
    ],
)
def test_a_message_leads_to_the_next_state(before: ClientState, message: Dhcp, after: ClientState) -> None:
    assert state_after(machine.receive(row(before), client(), message, NOW)) is after


@pytest.mark.parametrize("kind", list(MessageType))
@pytest.mark.parametrize("state", list(ClientState))
def test_figure_5_discards_everything_else(state: ClientState, kind: MessageType) -> None:
    """ "DHCPOFFER/Discard" in REQUESTING, "DHCPOFFER, DHCPACK, DHCPNAK/Discard" in BOUND, and so on."""
    expected = {
        MessageType.OFFER: {S.SELECTING},
        MessageType.ACK: {S.REQUESTING, S.REBOOTING, S.RENEWING, S.REBINDING, S.INFORMING},
        MessageType.NAK: {S.REQUESTING, S.REBOOTING, S.RENEWING, S.REBINDING, S.CHECKING},
    }
    message = reply(kind, kinds.SERVER_ID(SERVER), kinds.LEASE_TIME(100), yiaddr=OWN.address)
    effects = machine.receive(row(state), client(), message, NOW)
    is_dropped = [type(each) for each in effects] == [Drop]
    assert is_dropped == (state not in expected.get(kind, set()))


@pytest.mark.parametrize(
    ("message", "rule"),
    [
        (ack(xid=8), "dhcp.other-xid"),
        (ack(mac=OTHER_MAC), "dhcp.other-client"),
        (request(MessageType.ACK), "dhcp.no-reply"),
        (reply(MessageType.ACK, kinds.SERVER_ID(SERVER), yiaddr=OWN.address), "dhcp.bad-ack"),
        (reply(MessageType.ACK, kinds.LEASE_TIME(9), yiaddr=OWN.address), "dhcp.bad-ack"),
        (ack(yiaddr=ANY), "dhcp.bad-ack"),
        (ack(yiaddr=ip("127.0.0.1")), "dhcp.bad-ack"),
        (ack(yiaddr=ip("224.0.0.1")), "dhcp.bad-ack"),
        (
            reply(MessageType.ACK, kinds.SERVER_ID(OTHER_SERVER), kinds.LEASE_TIME(9), yiaddr=OWN.address),
            "dhcp.other-server",
        ),
    ],
)
def test_an_answer_that_does_not_fit_is_dropped_with_the_reason(message: Dhcp, rule: str) -> None:
    (drop,) = machine.receive(row(S.REQUESTING), client(), message, NOW)
    assert isinstance(drop, Drop)
    assert drop.why.rule.id == rule


def test_an_offer_without_a_server_or_an_address_is_dropped() -> None:
    for message in (reply(MessageType.OFFER, yiaddr=OWN.address), offer(yiaddr=ANY)):
        (drop,) = machine.receive(row(S.SELECTING), client(), message, NOW)
        assert isinstance(drop, Drop)
        assert drop.why.rule.id == "dhcp.bad-offer"


def test_without_the_check_the_lease_is_used_at_once() -> None:
    effects = machine.receive(row(S.REQUESTING), client(check=False), ack(), NOW)
    assert state_after(effects) is S.BOUND
    assert any(isinstance(each, Configure) for each in effects)


def test_timers_of_a_lease_count_from_when_it_was_asked_for() -> None:
    """4.4.1: "the sum of the time at which the client sent the DHCPREQUEST message and the duration"; 4.4.5: T1 0.5 and
    T2 0.875 of it."""
    asked = row(S.REQUESTING, asked=NOW - 3 * SECOND)
    effects = machine.receive(asked, client(check=False), ack(), NOW)
    assert armed(effects) == {
        T1: NOW + 47 * SECOND,
        T2: NOW + 84_500_000_000,
        EXPIRY: NOW + 97 * SECOND,
    }


@pytest.mark.parametrize(
    ("t1", "t2", "expected"),
    [(10, 20, (10.0, 20.0)), (60, 50, (50.0, 87.5)), (50, 200, (50.0, 87.5)), (100, 100, (100.0, 100.0))],
)
def test_times_that_the_server_gives_count_where_they_make_sense(
    t1: int, t2: int, expected: tuple[float, float]
) -> None:
    message = ack(kinds.RENEWAL_TIME(t1), kinds.REBINDING_TIME(t2))
    times = armed(machine.receive(row(S.REQUESTING), client(check=False), message, NOW))
    assert ((times[T1] - NOW) / SECOND, (times[T2] - NOW) / SECOND) == expected


def test_a_lease_for_ever_has_no_timers() -> None:
    forever = reply(MessageType.ACK, kinds.SERVER_ID(SERVER), kinds.LEASE_TIME(INFINITE), yiaddr=OWN.address)
    effects = machine.receive(row(S.REQUESTING), client(check=False), forever, NOW)
    assert armed(effects) == {}
    (put,) = [each for each in effects if isinstance(each, Put)]
    assert (put.row.lease, put.row.expiry, put.row.address.length) == (None, None, 8)


def test_an_address_that_is_taken_is_declined_and_tried_anew_after_ten_seconds() -> None:
    """3.1.5: "The client SHOULD wait a minimum of ten seconds before restarting"."""
    effects = machine.checked(row(S.CHECKING), client(), False, NOW)
    assert sent(effects).message.type is MessageType.DECLINE
    assert state_after(effects) is S.INIT
    assert armed(effects) == {BEGIN: NOW + 10 * SECOND}
    assert any(isinstance(each, Withdraw) for each in effects)


def test_an_address_that_is_free_is_bound() -> None:
    assert state_after(machine.checked(row(S.CHECKING), client(), True, NOW)) is S.BOUND


@pytest.mark.parametrize(
    ("state", "timer", "after", "dst"),
    [
        (S.BOUND, T1, S.RENEWING, SERVER),
        (S.RENEWING, T2, S.REBINDING, LIMITED_BROADCAST),
        (S.REBINDING, EXPIRY, S.SELECTING, LIMITED_BROADCAST),
        (S.INIT, BEGIN, S.SELECTING, LIMITED_BROADCAST),
        (S.RENEWING, WAIT, S.RENEWING, SERVER),
        (S.SELECTING, WAIT, S.SELECTING, LIMITED_BROADCAST),
        (S.REQUESTING, WAIT, S.REQUESTING, LIMITED_BROADCAST),
        (S.REBOOTING, WAIT, S.REBOOTING, LIMITED_BROADCAST),
    ],
)
def test_time_leads_to_the_next_state(state: ClientState, timer: str, after: ClientState, dst: Any) -> None:
    effects = machine.timeout(row(state, sent=1), client(), (timer, "eth0"), NOW)
    assert state_after(effects) is after
    assert sent(effects).dst == dst
    assert any(isinstance(each, Withdraw) for each in effects) == (timer == EXPIRY)


@pytest.mark.parametrize(
    ("state", "server", "after"),
    [
        (S.REQUESTING, SERVER, S.SELECTING),
        (S.REBOOTING, SERVER, S.CHECKING),  # 3.2: it "MAY choose to use the previously allocated network address"
        (S.REBOOTING, None, S.SELECTING),
        (S.SELECTING, None, S.INIT),
    ],
)
def test_a_client_gives_up_after_four_tries(state: ClientState, server: Any, after: ClientState) -> None:
    effects = machine.timeout(row(state, sent=4, server=server), client(), (WAIT, "eth0"), NOW)
    assert state_after(effects) is after


def test_nobody_answers_so_the_host_helps_itself() -> None:
    effects = machine.timeout(ClientRow(S.SELECTING, sent=4), client(), (WAIT, "eth0"), NOW)
    assert any(isinstance(each, SeekLinkLocal) for each in effects)
    assert armed(effects) == {BEGIN: NOW + 300 * SECOND}
    again = machine.timeout(ClientRow(S.SELECTING, sent=4, link_local=True), client(), (WAIT, "eth0"), NOW)
    assert not any(isinstance(each, SeekLinkLocal) for each in again)
    bound = machine.checked(row(S.CHECKING, link_local=True), client(), True, NOW)
    assert any(isinstance(each, LeaveLinkLocal) for each in bound)


@pytest.mark.parametrize(("tries", "base"), [(1, 4), (2, 8), (3, 16), (4, 32), (5, 64), (6, 64)])
@pytest.mark.parametrize("fraction", [0.0, 0.5, 0.999])
def test_waits_are_doubled_and_a_little_random(tries: int, base: int, fraction: float) -> None:
    """4.1: "4 seconds randomized by the value of a uniform random number … range -1 to +1 …", doubled, up to 64 s."""
    waiting = ClientRow(S.SELECTING, sent=tries - 1) if tries > 1 else None
    own = client(fraction, attempts=9)
    timed_out = machine.timeout(waiting, own, (WAIT, "eth0"), NOW)
    effects = timed_out if waiting else machine.begin(None, own, NOW)
    wait = (armed(effects)[WAIT] - NOW) / SECOND
    assert abs(wait - (base + 2 * fraction - 1)) < 1e-6


@pytest.mark.parametrize(
    ("state", "left", "wait"),
    [(S.RENEWING, 400, 200), (S.RENEWING, 100, 60), (S.RENEWING, 50, None), (S.REBINDING, 500, 250)],
)
def test_renewing_waits_for_half_of_the_time_that_is_left(state: ClientState, left: int, wait: int | None) -> None:
    """4.4.5: "one-half of the remaining time until T2 …, down to a minimum of 60 seconds"."""
    end = NOW + left * SECOND
    effects = machine.timeout(row(state, t2=end, expiry=end), client(), (WAIT, "eth0"), NOW)
    expected = {} if wait is None else {WAIT: NOW + wait * SECOND}
    assert armed(effects) == expected


def test_of_several_offers_one_is_chosen() -> None:
    long = offer(Option(kinds.LEASE_TIME.code, b"\0\0\1\0"), server=OTHER_SERVER, yiaddr=ip("10.0.0.7"))
    long = long.replaced(options=(*long.options[:2], kinds.LEASE_TIME(900)))
    for choice, expected in ((Choice.LONGEST, OTHER_SERVER), (Choice.LOWEST, SERVER)):
        own = client(choose=choice)
        waiting = ClientRow(S.SELECTING, xid=7, sent=1)
        effects = machine.receive(waiting, own, offer(), NOW)
        assert armed(effects) == {COLLECT: NOW + 2 * SECOND}
        waiting = next(each.row for each in effects if isinstance(each, Put))
        waiting = next(each.row for each in machine.receive(waiting, own, long, NOW) if isinstance(each, Put))
        chosen = sent(machine.timeout(waiting, own, (COLLECT, "eth0"), NOW)).message
        assert chosen.get(kinds.SERVER_ID) == expected


def test_refused_again_and_again_a_client_waits() -> None:
    effects = machine.receive(row(S.REQUESTING, refused=1), client(), nak(), NOW)
    assert armed(effects) == {BEGIN: NOW + 10 * SECOND}


# Its link, and what people ask for


def test_a_lost_link_stops_the_network_and_keeps_the_lease() -> None:
    effects = machine.link_lost(row(S.BOUND), client(), NOW)
    assert state_after(effects) is S.INIT_REBOOT
    assert any(isinstance(each, Withdraw) for each in effects)
    assert EXPIRY not in {each.timer[0] for each in effects if isinstance(each, Cancel)}
    again = machine.link_found(row(S.INIT_REBOOT), client(), NOW + SECOND)
    assert state_after(again) is S.REBOOTING


def test_a_lease_that_ended_while_the_link_was_gone_is_forgotten() -> None:
    again = machine.link_found(row(S.INIT_REBOOT, expiry=NOW), client(), NOW + SECOND)
    assert state_after(again) is S.SELECTING


def test_a_released_address_is_told_to_the_server() -> None:
    effects = machine.release(row(S.BOUND), client(), NOW)
    assert sent(effects).message.type is MessageType.RELEASE
    assert state_after(effects) is S.STOPPED
    assert machine.link_found(ClientRow(S.STOPPED), client(), NOW) == []


# Table 5


def messages() -> dict[str, Send]:
    own = client(broadcast=True, lease=600 * SECOND)
    manual = own._replace(own=OWN.address, settings=own.settings._replace(inform=True))
    return {
        "discover": sent(machine.begin(None, own, NOW)),
        "selecting": sent(machine.receive(row(S.SELECTING, secs=3), own, offer(), NOW)),
        "rebooting": sent(machine.link_found(row(S.INIT_REBOOT), own, NOW)),
        "renewing": sent(machine.timeout(row(S.BOUND), own, (T1, "eth0"), NOW)),
        "rebinding": sent(machine.timeout(row(S.RENEWING), own, (T2, "eth0"), NOW)),
        "decline": sent(machine.checked(row(S.CHECKING), own, False, NOW)),
        "release": sent(machine.release(row(S.BOUND), own, NOW)),
        "inform": sent(machine.begin(None, manual, NOW)),
    }


SENT = messages()
ENDS = ("decline", "release")
REQUESTS = ("selecting", "rebooting", "renewing", "rebinding")
BROADCASTS = ("discover", "selecting", "rebooting", "rebinding", "decline", "inform")


@pytest.mark.parametrize("name", SENT)
def test_fields_are_those_of_table_5(name: str) -> None:
    send, message = SENT[name], SENT[name].message
    assert (message.op, message.htype, message.hlen, message.hops) == (1, 1, 6, 0)
    assert message.chaddr == MAC.to_bytes(6, "big")
    assert (message.yiaddr, message.siaddr, message.giaddr) == (ANY, ANY, ANY)
    assert (message.sname, message.file) == (b"", b"")
    # 'xid': that of the DHCPOFFER for a request that follows one, else "selected by client".
    assert message.xid == (7 if name == "selecting" else 0xABCD)
    # 'secs': in the request that of the discover; 0 in DECLINE and RELEASE.
    assert message.secs == (3 if name == "selecting" else 0)
    # 'flags': BROADCAST "if client requires broadcast reply", which it does only without an address.
    assert message.flags == (BROADCAST if name in ("discover", "selecting", "rebooting") else 0)
    # 'ciaddr': "0 or client's network address (BOUND/RENEW/REBIND)"; 0 in DECLINE; the address in INFORM and RELEASE.
    assert message.ciaddr == (OWN.address if name in ("renewing", "rebinding", "release", "inform") else ANY)
    assert (send.dst == LIMITED_BROADCAST) == (name in BROADCASTS)
    # 4.1: "DHCP messages broadcast by a client prior to that client obtaining its IP address must have the source
    # address field in the IP header set to 0."
    assert send.source == (OWN.address if name in ("renewing", "rebinding", "release", "inform") else ANY)


@pytest.mark.parametrize("name", SENT)
def test_options_are_those_of_table_5_and_4(name: str) -> None:
    message = SENT[name].message
    has = {option.code for option in message.options}
    # Requested IP address: MUST (in SELECTING or INIT-REBOOT), MUST NOT (in BOUND or RENEWING); MUST in DECLINE.
    requested = name in ("selecting", "rebooting", "decline")
    assert (message.get(kinds.REQUESTED_ADDRESS) == OWN.address) == requested
    if name not in ("discover", *REQUESTS, "decline"):
        assert kinds.REQUESTED_ADDRESS.code not in has
    # Server identifier: MUST (after SELECTING), MUST NOT (after INIT-REBOOT, BOUND, RENEWING or REBINDING).
    assert (message.get(kinds.SERVER_ID) == SERVER) == (name in ("selecting", *ENDS))
    # IP address lease time: MUST NOT in INFORM, DECLINE, RELEASE.
    assert (kinds.LEASE_TIME.code in has) == (name in ("discover", *REQUESTS))
    # Parameter request list and all others: MUST NOT in DECLINE, RELEASE.
    assert (kinds.PARAMETER_LIST.code in has) == (name not in ENDS)
    if name in ENDS:
        assert has == {
            kinds.MESSAGE_TYPE.code,
            kinds.CLIENT_ID.code,
            kinds.SERVER_ID.code,
            *((kinds.REQUESTED_ADDRESS.code,) if name == "decline" else ()),
        }
    # 4.2, RFC 2132 9.14: the same client identifier in all messages.
    assert message.get(kinds.CLIENT_ID) == b"\x01" + MAC.to_bytes(6, "big")


def test_option_121_comes_before_option_3_in_the_list() -> None:
    """RFC 3442: "the Classless Static Routes option code MUST appear in the parameter request list prior to" that of
    the Router option."""
    asked = SENT["discover"].message.get(kinds.PARAMETER_LIST)
    assert asked is not None
    assert asked.index(121) < asked.index(3)
