"""What a stack may choose: the standards' values and bounds, and what a scenario can say of them."""

import pytest

from sim.scenario.load import load_text
from sim.scenario.plan import IpNodePlan
from sim.scenario.problem import ScenarioError
from sim.transport.tcp.machine.settings import PROFILES, TcpSettings
from sim.transport.tcp.options import LARGEST_WINDOW
from tests.protocols.tcp.ends import MS, SECOND, established


def tcp(own: str, top: str = "seed: 0") -> TcpSettings:
    nodes = f"nodes: {{x: {{host: 10.0.0.1/8, tcp: {{{own}}}}}}}"
    (plan,) = load_text(f"title: x\nallow: unconnected\n{top}\n{nodes}").nodes
    assert isinstance(plan, IpNodePlan)
    return plan.settings.of(TcpSettings)


STANDARD = {
    "initial_rto": SECOND,  # RFC 6298 2.1: "the sender SHOULD set RTO <- 1 second"
    "min_rto": SECOND,  # 2.4: "if it is less than 1 second, then the RTO SHOULD be rounded up to 1 second"
    "max_rto": 60 * SECOND,  # 2.5: "provided it is at least 60 seconds"
    "r1": 3,  # RFC 9293 3.8.3: "R1 SHOULD correspond to at least 3 retransmissions"
    "r2": 100 * SECOND,  # "R2 SHOULD correspond to at least 100 seconds"
    "r2_syn": 180 * SECOND,  # "R2 for a SYN segment MUST be set large enough ... for at least 3 minutes"
    "msl": 120 * SECOND,  # 3.4.2: "For this specification the MSL is taken to be 2 minutes."
    "keepalive_idle": 7200 * SECOND,  # 3.8.4: "MUST default to no less than two hours"
    "keepalive_interval": 75 * SECOND,  # tcp(7), tcp_keepalive_intvl
    "keepalive_probes": 9,  # tcp(7), tcp_keepalive_probes
    "fin_wait_2_timeout": 60 * SECOND,  # tcp(7), tcp_fin_timeout
    "delayed_ack": 200 * MS,  # RFC 9293 3.8.6.3 wants less than 0.5 s; Linux's TCP_DELACK_MAX is a fifth of a second
    "fast_recovery_bonus": 3,  # Kurose and Ross, 3.7: "plus 3 MSS for the triple duplicate ACKs received"
    "challenge_acks": 10,  # RFC 5961 7: ten in five seconds
    "receive_buffer": 65535,  # RFC 9293 3.1: the most that a window field without a scale says
    "nagle": True,  # 3.7.4, SHLD-7
    "mss_option": True,  # 3.7.1, SHLD-5
    "soft_errors_end_connect": True,  # RFC 5461 4.1, as Linux does
    "pmtu_discovery": True,  # RFC 1191, as Linux does (ip_no_pmtu_disc is 0)
    "retransmit_merged": True,  # tcp(7), tcp_retrans_collapse: "default: enabled"
    "rfc1337": False,  # tcp(7), tcp_rfc1337: "default: disabled"
}


@pytest.mark.parametrize("name", STANDARD)
def test_a_stack_that_nobody_has_set_up_has_the_value_of_the_standard(name: str) -> None:
    assert getattr(tcp("profile: default"), name) == STANDARD[name]


def test_a_connection_that_nobody_has_set_up_begins_with_the_window_of_the_standard() -> None:
    """RFC 5681 3.1: three segments of 1096 to 2190 octets, and ssthresh is "arbitrarily high"."""
    recovery = established(tcp("profile: default")).a.block.recovery
    assert (recovery.cwnd, recovery.ssthresh) == (3 * 1448, LARGEST_WINDOW)


@pytest.mark.parametrize("name", ["sack", "dsack", "rack", "tail_loss_probe", "prr", "undo"])
def test_what_linux_has_on_is_on_where_there_are_options_and_the_textbooks_stack_offers_none(name: str) -> None:
    # tcp(7): tcp_sack and tcp_dsack; ip-sysctl: tcp_recovery and tcp_early_retrans
    assert getattr(PROFILES["default"], name) is True
    assert (PROFILES["simple"].sack, PROFILES["simple"].timestamps, PROFILES["simple"].window_scaling) == (False,) * 3


@pytest.mark.parametrize(("profile", "length"), [("default", 20), ("simple", 0)])
def test_a_syn_of_a_profile_has_all_options_or_none(profile: str, length: int) -> None:
    """MSS 4, SACK permitted 2, timestamps 10, scale 3 and a NOP (RFC 9293 3.2, RFC 2018 2, RFC 7323 2.2 and 3.2)."""
    pair = established(PROFILES[profile])
    assert len(pair.sent[0].options) == length


def test_the_textbooks_stack_sends_segments_again_as_they_were() -> None:
    """Kurose and Ross, 3.5.4: of 8 octets at 92 and 20 at 100, the 8 come again alone."""
    pair = established(PROFILES["simple"]._replace(nagle=False), issues=((91,), (300,)))
    pair.fate = lambda number, name, segment: ()
    pair.send(pair.a, bytes(8))
    pair.send(pair.a, bytes(20))
    pair.run(pair.now + SECOND)
    assert [(segment.seq, len(segment.payload)) for segment in pair.sent[3:]] == [(92, 8), (100, 20), (92, 8)]


def test_what_the_whole_scenario_says_is_where_every_host_starts() -> None:
    assert tcp("isn: 7", "tcp: {profile: simple}") == PROFILES["simple"]._replace(isn=7)


def test_the_textbooks_stack_acknowledges_each_segment_at_once() -> None:
    pair = established(PROFILES["simple"])
    pair.send(pair.a, b"x")
    pair.settle()
    assert pair.log == [("a", "<SEQ=101><ACK=301><DATA=1><CTL=ACK>"), ("b", "<SEQ=301><ACK=102><CTL=ACK>")]


BOUNDS = [
    ("window_scale", 0, 14),  # RFC 7323 2.3: "the maximum scale exponent is limited to 14"
    ("isn", 0, 2**32 - 1),  # RFC 9293 3.4: sequence numbers are of 32 bits
    ("mss", 0, 65535 - 20 - 20),  # RFC 9293 3.7.1: the largest datagram without the two headers
    ("send_buffer", 1, 2**30),  # RFC 7323 2.3: "the maximum window ... 2^30"
    ("receive_buffer", 1, 2**30),
    ("initial_ssthresh", 0, 2**30),
    ("initial_cwnd", 0, None),
    ("fast_recovery_bonus", 0, 3),
    ("r1", 1, None),
    ("keepalive_probes", 1, None),
    ("challenge_acks", 1, None),
]


@pytest.mark.parametrize(("name", "least", "most"), BOUNDS)
def test_a_number_is_within_its_bounds(name: str, least: int, most: int | None) -> None:
    assert getattr(tcp(f"{name}: {least}"), name) == least
    with pytest.raises(ScenarioError, match="is too small"):
        tcp(f"{name}: {least - 1}")
    if most is not None:
        assert getattr(tcp(f"{name}: {most}"), name) == most
        with pytest.raises(ScenarioError, match="is too large"):
            tcp(f"{name}: {most + 1}")


@pytest.mark.parametrize("name", ["r2", "r2_syn", "msl", "fin_wait_2_timeout", "keepalive_idle", "keepalive_interval"])
def test_a_time_is_not_nothing(name: str) -> None:
    assert getattr(tcp(f"{name}: 1ns"), name) == 1
    with pytest.raises(ScenarioError, match="0s is no time to wait"):
        tcp(f"{name}: 0s")


@pytest.mark.parametrize("name", ["initial_rto", "min_rto", "max_rto"])
def test_a_time_out_is_no_shorter_than_a_tick_of_the_clock(name: str) -> None:
    """RFC 6298 2.3 and 4, G; the clock here has ticks of a millisecond."""
    assert getattr(tcp("initial_rto: 1ms, min_rto: 1ms, max_rto: 1ms"), name) == MS
    with pytest.raises(ScenarioError, match=r"999\.999us is too short"):
        tcp(f"{name}: 999999ns")


def test_an_ack_waits_less_than_half_a_second() -> None:
    """RFC 9293 3.8.6.3, MUST-40: "the delay MUST be less than 0.5 seconds"."""
    assert tcp("delayed_ack: 499999999ns").delayed_ack == 500 * MS - 1
    with pytest.raises(ScenarioError, match="500ms is too long for an ACK to wait"):
        tcp("delayed_ack: 500ms")


@pytest.mark.parametrize("name", ["min_rto", "initial_rto"])
def test_no_time_out_is_above_the_greatest(name: str) -> None:
    assert getattr(tcp(f"{name}: 5s, max_rto: 5s"), name) == 5 * SECOND
    with pytest.raises(ScenarioError, match=f"{name} is 6s and max_rto 5s"):
        tcp(f"{name}: 6s, max_rto: 5s")


@pytest.mark.parametrize("option", ["sack: true, timestamps: false", "sack: false, timestamps: true"])
def test_a_segment_has_room_for_data_beside_forty_octets_of_options(option: str) -> None:
    """RFC 9293 3.1: the data offset counts 15 words at most, 5 of which are the header's fields."""
    assert tcp(f"mss: 41, {option}").mss == 41
    assert tcp(f"mss: 0, {option}").mss == 0
    assert tcp("mss: 1, sack: false, timestamps: false").mss == 1
    for mss in (1, 40):
        with pytest.raises(ScenarioError, match=f"no room for data in {mss} octets"):
            tcp(f"mss: {mss}, {option}")
