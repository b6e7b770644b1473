"""The list of all features; whoever looks for a table, a rule or a protocol by its name asks here.

A feature is named by its module, which has a ``FEATURE``. Importing a feature has no effect. Where people are shown
tables or rules of several features, these stand in the order of the list.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from sim.feature import Feature, Service, Table, TimerText, ValueNames
from sim.pdu.base import Pdu
from sim.pdu_type import Format, PduType
from sim.settings import NodeSettings, Settings
from sim.why import Rule

if TYPE_CHECKING:
    from sim.command import AnyCommand

FEATURES = (
    "sim.ip.arp.feature",
    "sim.bridge.feature",
    "sim.ip.routes.feature",
    "sim.device.feature",
    "sim.link.feature",
    "sim.ip.acd.feature",
    "sim.ip.ipv4.feature",
    "sim.ip.reassembly.feature",
    "sim.ip.pmtu.feature",
    "sim.ip.icmp.feature",
    "sim.ip.names.feature",
    "sim.ip.groups.feature",
    "sim.transport.tcp.feature",
    "sim.transport.udp.feature",
    "sim.transport.sockets.feature",
    "sim.features.ping.feature",
    "sim.features.traceroute.feature",
    "sim.features.arping.feature",
    "sim.features.ss.feature",
    "sim.features.unix.feature",
    "sim.features.addresses.feature",
    "sim.features.dns.feature",
    "sim.features.dns.authority.feature",
    "sim.features.dns.tools.feature",
    "sim.features.igmp.feature",
    "sim.features.tcpdump.feature",
    "sim.features.dns.stub.feature",
    "sim.features.dns.recursion.feature",
    "sim.programs.feature",
    "sim.shell.feature",
    "sim.features.http.feature",
    "sim.features.dhcp.feature",
    "sim.features.dhcp.client.feature",
    "sim.features.dhcp.server.feature",
    "sim.features.conntrack.feature",
    "sim.features.nat.feature",
