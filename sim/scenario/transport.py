"""The settings that a scenario makes for all its hosts and routers, and each of them for itself."""

from typing import Any, NamedTuple

from sim.addresses import IPv4Address
from sim.assembly.settings import UdpSettings
from sim.quantities import spell_duration
from sim.scenario.models import HostModel, RouterModel, ScenarioModel
from sim.scenario.report import Path, Report
from sim.scenario.stack import TcpModel, UdpModel
from sim.transport.tcp.machine.settings import PROFILES, TcpSettings

_OPTIONS = 40
"""Octets that a segment's options can take (RFC 9293 3.1: the header has at most 60)."""


class Common(NamedTuple):
    """What every host and router starts from."""

    tcp: TcpSettings = TcpSettings()
    udp: UdpSettings = UdpSettings()
    hosts: tuple[tuple[str, IPv4Address], ...] = ()


def common(model: ScenarioModel, report: Report) -> Common:
    """What a scenario says for all of its devices."""
    tcp = _tcp(TcpSettings(), model.tcp, ("tcp",), report)
    return Common(tcp, UdpSettings(**_given(model.udp)), tuple(model.hosts.items()))


def of_node(start: Common, name: str, node: HostModel | RouterModel, report: Report) -> Common:
    """What is so for one of them."""
    tcp = _tcp(start.tcp, node.tcp, ("nodes", name, "tcp"), report)
    hosts = dict(start.hosts) | node.hosts
    return Common(tcp, start.udp._replace(**_given(node.udp)), tuple(hosts.items()))


def _given(model: TcpModel | UdpModel) -> dict[str, Any]:
    """The settings that the text has; those that it leaves out are not for the model to say."""
    return {name: getattr(model, name) for name in model.model_fields_set if name != "profile"}


def _tcp(start: TcpSettings, model: TcpModel, path: Path, report: Report) -> TcpSettings:
    if model.profile is not None:
        start = PROFILES[model.profile]
    given = _given(model)
    settings = start._replace(**given)
    if not given:
        return settings
    for least, most in (("min_rto", "max_rto"), ("initial_rto", "max_rto")):
        low, high = getattr(settings, least), getattr(settings, most)
        if low > high:
            key = least if least in given else most
            message = f"{least} is {spell_duration(low)} and max_rto {spell_duration(high)}"
            report.wrong((*path, key), message, f"write a shorter {least}, or a longer max_rto")
    if 0 < settings.mss <= _OPTIONS and (settings.sack or settings.timestamps):
        key = next(name for name in ("mss", "sack", "timestamps", "profile") if name in model.model_fields_set)
        message = f"the options of a segment may leave no room for data in {settings.mss} octets"
        report.wrong((*path, key), message, f"write a larger mss than {_OPTIONS}, or switch sack and timestamps off")
    return settings
