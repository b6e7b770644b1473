"""TCP, UDP and names: what the whole scenario says, and what a node says for itself."""

import pytest

from sim.addresses import IPv4Address
from sim.ip.names.settings import NameSettings
from sim.scenario.load import load_text
from sim.scenario.plan import IpNodePlan
from sim.settings import NodeSettings
from sim.transport.sockets.settings import SocketSettings, UdpSettings
from sim.transport.tcp.machine.congestion import KINDS
from sim.transport.tcp.machine.settings import SETTINGS, SIMPLE, TcpSettings
from tests.scenario.texts import ip_node

MS = 1_000_000
SECOND = 1000 * MS


def settings(top: str, own: str) -> NodeSettings:
    """The settings of one host where the scenario says ``top`` and the host ``own``."""
    (plan,) = load_text(f"title: x\nallow: unconnected\n{top}\nnodes: {{x: {{host: 10.0.0.1/8, {own}}}}}").nodes
    assert isinstance(plan, IpNodePlan)
    return plan.settings


def tcp(own: str, top: str = "seed: 0") -> TcpSettings:
    return settings(top, f"tcp: {{{own}}}").of(TcpSettings)


def test_what_is_not_said_is_as_the_stack_has_it() -> None:
    assert ip_node("x: {host: 10.0.0.1/8}").settings == NodeSettings()


def test_every_congestion_control_can_be_chosen() -> None:
    (field,) = (field for field in SETTINGS.fields() if field.name == "congestion_control")
    assert field.setting.choices == (*KINDS,)


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("profile: simple", SIMPLE),
        ("profile: default", TcpSettings()),
        ("profile: simple, sack: true", SIMPLE._replace(sack=True)),
        ("sack: true, profile: simple", SIMPLE._replace(sack=True)),
        ("congestion_control: cubic", TcpSettings(congestion_control="cubic")),
        ("isn: 4294967295", TcpSettings(isn=4294967295)),
        ("isn: 0", TcpSettings(isn=0)),
        ("delayed_ack: false", TcpSettings(delayed_ack=0)),
        ("delayed_ack: 0s", TcpSettings(delayed_ack=0)),
        ("delayed_ack: 40ms", TcpSettings(delayed_ack=40 * MS)),
        ("mss: 10, timestamps: false, sack: false", TcpSettings(mss=10, timestamps=False, sack=False)),
        ("min_rto: 200ms, max_rto: 2min", TcpSettings(min_rto=200 * MS, max_rto=120 * SECOND)),
        ("window_scale: 14, receive_buffer: 1073741824", TcpSettings(window_scale=14, receive_buffer=2**30)),
    ],
)
def test_a_key_changes_what_the_profile_says(own: str, expected: TcpSettings) -> None:
    assert tcp(own) == expected


def test_a_host_starts_from_what_the_scenario_says_for_all() -> None:
    assert tcp("isn: 100", "tcp: {profile: simple, msl: 5s}") == SIMPLE._replace(msl=5 * SECOND, isn=100)


def test_a_host_can_go_back_to_a_profile() -> None:
    assert tcp("profile: default, nagle: false", "tcp: {profile: simple, msl: 5s}") == TcpSettings(nagle=False)


def test_a_host_can_leave_its_initial_sequence_numbers_to_the_stack_again() -> None:
    assert tcp("isn: null", "tcp: {isn: 100}").isn is None


def test_a_value_that_is_the_default_still_replaces_that_of_the_scenario() -> None:
    assert tcp("sack: true", "tcp: {sack: false}").sack


def test_the_receive_buffer_of_udp_is_that_of_the_scenario_or_its_own() -> None:
    assert settings("udp: {receive_buffer: 100}", "ttl: 9").of(UdpSettings) == UdpSettings(receive_buffer=100)
    assert settings("udp: {receive_buffer: 100}", "udp: {receive_buffer: 200}").of(UdpSettings) == UdpSettings(
        receive_buffer=200
    )


def test_a_name_is_kept_in_small_letters_and_a_hosts_own_comes_first() -> None:
    hosts = (
        settings("hosts: {WWW.Example.com: 10.0.0.2, a: 10.0.0.3}", "hosts: {www.example.com: 10.0.0.4}")
        .of(NameSettings)
        .hosts
    )
    assert dict(hosts) == {"www.example.com": IPv4Address.parse("10.0.0.4"), "a": IPv4Address.parse("10.0.0.3")}


def test_the_first_ephemeral_port_can_be_chosen() -> None:
    assert settings("seed: 0", "first_ephemeral_port: 1024").of(SocketSettings).first_ephemeral_port == 1024
