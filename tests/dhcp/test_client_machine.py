"""The client's machine: figure 5 by rows of state, input and effects, and tables 4 and 5 of RFC 2131 field by field."""

from typing import Any

import pytest

from sim.addresses import ANY, LIMITED_BROADCAST, InterfaceAddress
from sim.effects import Arm, Cancel, Drop, Put
from sim.features.dhcp import option_kinds as kinds
from sim.features.dhcp.client import machine
from sim.features.dhcp.client.machine import Client, Configure, Effects, LeaveLinkLocal, SeekLinkLocal, Send, Withdraw
from sim.features.dhcp.client.rows import BEGIN, COLLECT, EXPIRY, T1, T2, WAIT, ClientRow, ClientState
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
    effects = machine.receive(row(before), client(), message, NOW)
    assert state_after(effects) is after
    # Figure 5, "DHCPNAK/Halt network": where the address is in use, or about to be.
    halts = message.type is MessageType.NAK and before in (S.RENEWING, S.REBINDING, S.CHECKING)
    assert any(isinstance(each, Withdraw) for each in effects) == halts


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


SENT = ("discover", "selecting", "rebooting", "renewing", "rebinding", "decline", "release", "inform")
ENDS = ("decline", "release")
REQUESTS = ("selecting", "rebooting", "renewing", "rebinding")
BROADCASTS = ("discover", "selecting", "rebooting", "rebinding", "decline", "inform")


@pytest.mark.parametrize("name", SENT)
def test_fields_are_those_of_table_5(name: str) -> None:
    send = messages()[name]
    message = send.message
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
    message = messages()[name].message
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
    asked = messages()["discover"].message.get(kinds.PARAMETER_LIST)
    assert asked is not None
    assert asked.index(121) < asked.index(3)


# Counts and clocks


def put(effects: Effects) -> ClientRow:
    found: ClientRow = next(each.row for each in effects if isinstance(each, Put))
    return found


@pytest.mark.parametrize(("ago", "secs"), [(0, 0), (7, 7), (65535, 65535), (70000, 65535)])
@pytest.mark.parametrize("state", [S.SELECTING, S.RENEWING, S.REBINDING, S.INFORMING])
def test_secs_count_from_the_beginning(state: ClientState, ago: int, secs: int) -> None:
    own = client()._replace(own=OWN.address)
    began = row(state, sent=1, began=NOW - ago * SECOND, t2=NOW + 999 * SECOND, expiry=NOW + 999 * SECOND)
    effects = machine.timeout(began, own, (WAIT, "eth0"), NOW)
    assert sent(effects).message.secs == put(effects).secs == secs
    assert put(effects).sent == 2


@pytest.mark.parametrize("timer", [T1, T2])
def test_a_new_question_begins_to_count_anew(timer: str) -> None:
    effects = machine.timeout(row(S.BOUND if timer == T1 else S.RENEWING, sent=5), client(), (timer, "eth0"), NOW)
    assert put(effects).sent == 1
    assert put(effects).asked == NOW


def test_an_offer_is_remembered_as_what_is_asked_for() -> None:
    effects = machine.receive(ClientRow(S.SELECTING, xid=7, sent=3), client(), offer(), NOW)
    asked = put(effects)
    assert (asked.ip, asked.server, asked.lease, asked.sent, asked.asked) == (OWN.address, SERVER, 100 * SECOND, 1, NOW)
    forever = offer().replaced(options=(kinds.MESSAGE_TYPE(MessageType.OFFER), kinds.SERVER_ID(SERVER)))
    assert put(machine.receive(ClientRow(S.SELECTING, xid=7), client(), forever, NOW)).lease is None


def test_a_renewed_lease_for_another_address_replaces_the_first() -> None:
    other = ack(yiaddr=ip("10.0.0.101"))
    effects = machine.receive(row(S.RENEWING), client(), other, NOW)
    assert state_after(effects) is S.CHECKING
    assert [each.row.ip for each in effects if isinstance(each, Withdraw)] == [OWN.address]
    assert not any(isinstance(each, Withdraw) for each in machine.receive(row(S.REBOOTING), client(), other, NOW))


def test_an_acknowledgement_that_took_longer_than_its_lease_is_dropped() -> None:
    (drop,) = machine.receive(row(S.REQUESTING, asked=NOW - 100 * SECOND), client(), ack(), NOW)
    assert isinstance(drop, Drop)
    assert drop.why.rule.id == "dhcp.late-ack"


def test_a_lease_can_end_while_its_address_is_checked() -> None:
    effects = machine.receive(row(S.REQUESTING), client(), ack(), NOW)
    assert armed(effects) == {EXPIRY: NOW + 100 * SECOND}
    over = machine.timeout(row(S.CHECKING), client(), (EXPIRY, "eth0"), NOW + 100 * SECOND)
    assert any(isinstance(each, Withdraw) for each in over)
    late = armed(machine.checked(row(S.CHECKING), client(), True, NOW + 60 * SECOND))
    assert late[T1] == NOW + 60 * SECOND  # due already


@pytest.mark.parametrize("state", list(ClientState))
def test_a_check_matters_only_to_who_uses_the_address(state: ClientState) -> None:
    taken = machine.checked(row(state), client(), False, NOW)
    assert bool(taken) == (state in (S.CHECKING, S.BOUND, S.RENEWING, S.REBINDING))
    assert bool(machine.checked(row(state), client(), True, NOW)) == (state is S.CHECKING)


def test_refusals_in_a_row_are_counted_until_a_lease_comes() -> None:
    refused = machine.receive(row(S.REQUESTING, refused=2), client(), nak(), NOW)
    assert put(refused).refused == 3
    assert put(machine.checked(row(S.CHECKING, refused=2), client(), False, NOW)).refused == 3
    assert put(machine.receive(row(S.REQUESTING, refused=2), client(), ack(), NOW)).refused == 0


def test_a_nak_of_another_server_changes_nothing() -> None:
    other = reply(MessageType.NAK, kinds.SERVER_ID(OTHER_SERVER))
    for state in (S.REQUESTING, S.CHECKING):
        (drop,) = machine.receive(row(state), client(), other, NOW)
        assert isinstance(drop, Drop)
    assert state_after(machine.receive(row(S.REBOOTING), client(), other, NOW)) is S.SELECTING


@pytest.mark.parametrize(
    ("address", "length"),
    [("126.0.0.1", 8), ("128.0.0.1", 16), ("191.0.0.1", 16), ("192.0.0.1", 24), ("223.0.0.1", 24)],
)
def test_without_a_mask_an_address_has_that_of_its_class(address: str, length: int) -> None:
    message = reply(MessageType.ACK, kinds.SERVER_ID(SERVER), kinds.LEASE_TIME(100), yiaddr=ip(address))
    assert put(machine.receive(row(S.REQUESTING), client(), message, NOW)).address == (ip(address), length)


def test_a_lease_without_an_answer_is_used_at_once_where_nothing_is_checked() -> None:
    effects = machine.timeout(row(S.REBOOTING, sent=4), client(check=False), (WAIT, "eth0"), NOW)
    assert state_after(effects) is S.BOUND


def test_asking_for_a_remembered_address_keeps_the_end_of_the_lease() -> None:
    effects = machine.link_found(row(S.INIT_REBOOT), client(), NOW)
    cancelled = {each.timer[0] for each in effects if isinstance(each, Cancel)}
    assert cancelled == {BEGIN, WAIT, COLLECT, T1, T2}
    assert put(effects).sent == 1
    refused = machine.link_found(ClientRow(S.INIT, refused=1), client(remembered=ip("10.0.0.7")), NOW)
    assert sent(refused).message.type is MessageType.DISCOVER
    told = machine.begin(None, client(remembered=ip("10.0.0.7")), NOW)
    assert sent(told).message.get(kinds.REQUESTED_ADDRESS) == ip("10.0.0.7")


def test_a_start_may_be_put_off_at_random() -> None:
    """4.4.1: "a random time between one and ten seconds"."""
    effects = machine.begin(None, client(0.25, start_delay=8 * SECOND), NOW)
    assert armed(effects) == {BEGIN: NOW + 2 * SECOND}
    assert state_after(effects) is S.INIT


def test_what_a_link_takes_with_it() -> None:
    for state in ClientState:
        effects = machine.link_lost(row(state, link_local=state is S.INIT), client(), NOW)
        uses = state in (S.BOUND, S.RENEWING, S.REBINDING, S.CHECKING)
        assert any(isinstance(each, Withdraw) for each in effects) == uses
        assert any(isinstance(each, LeaveLinkLocal) for each in effects) == (state is S.INIT)
        is_kept = state in (S.BOUND, S.RENEWING, S.REBINDING, S.INIT_REBOOT, S.REBOOTING)
        if state not in (S.STOPPED, S.INFORMING):
            assert state_after(effects) is (S.INIT_REBOOT if is_kept else S.INIT)
    assert state_after(machine.link_lost(row(S.BOUND, expiry=NOW), client(), NOW)) is S.INIT


# DHCPINFORM


def test_an_inform_is_answered_sent_again_and_given_up() -> None:
    own = client(inform=True)._replace(own=OWN.address)
    asked = machine.begin(None, own, NOW)
    assert state_after(asked) is S.INFORMING
    answer = reply(MessageType.ACK, kinds.SERVER_ID(SERVER), kinds.DNS_SERVERS((ip("10.0.0.53"),)), xid=0xABCD)
    told = machine.receive(put(asked), own, answer, NOW)
    assert put(told).dns == (ip("10.0.0.53"),)
    assert (put(told).expiry, put(told).address, put(told).xid) == (None, None, 0)
    assert any(isinstance(each, Configure) for each in told)
    (drop,) = machine.receive(put(asked), own, reply(MessageType.ACK, xid=0xABCD), NOW)
    assert isinstance(drop, Drop)
    given_up = machine.timeout(put(asked)._replace(sent=4), own, (WAIT, "eth0"), NOW)
    assert not any(isinstance(each, Send) for each in given_up)


# What people ask for


@pytest.mark.parametrize(
    ("state", "after"),
    [
        (S.INIT, S.SELECTING),
        (S.STOPPED, S.SELECTING),
        (S.BOUND, S.RENEWING),
        (S.RENEWING, S.RENEWING),
        (S.REBINDING, S.RENEWING),
        (S.INIT_REBOOT, S.REBOOTING),
        *((state, None) for state in (S.SELECTING, S.REQUESTING, S.CHECKING, S.REBOOTING)),
    ],
)
def test_renewing_by_hand(state: ClientState, after: ClientState | None) -> None:
    assert state_after(machine.renew(row(state), client(), NOW)) is after
