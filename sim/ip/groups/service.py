"""The groups that the interfaces of a device are in: who asked for them, and what the interfaces hear."""

from collections.abc import Callable, Hashable
from typing import Any

from sim.addresses import ALL_SYSTEMS, IPv4Address, multicast_mac
from sim.device.interface import Interface
from sim.device.node import Node
from sim.ip.groups import rules
from sim.ip.groups.filters import EVERYBODY, NOTHING, Filter, merged
from sim.ip.groups.tables import NAME, GroupRow
from sim.ip.ipv4.pdu import PROTOCOL_IGMP, IPv4
from sim.why import Why

Key = tuple[str, IPv4Address]
"""An interface's name and a group."""

React = Callable[[Interface, IPv4Address, Filter, Filter, int], None]
"""Is told that an interface hears a group differently: the filters before and after, and the record of the change."""


class Groups:
    """The groups of one device. The table ``group`` changes here alone."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._asked: dict[Key, dict[Hashable, Filter]] = {}
        self._rows: dict[Any, Any] = node.tables.setdefault(NAME, {})
        self._changed: list[React] = []

    def on_change(self, react: React) -> None:
        """Call ``react`` when an interface joins or leaves a group, or hears it differently."""
        self._changed.append(react)

    def listen(self, user: Hashable, interface: Interface, group: IPv4Address, wanted: Filter, cause: int) -> None:
        """Let ``user`` hear a group through an interface as it wants to from now on: IPMulticastListen of RFC 3376 2.

        ``user`` is whoever asks, such as a socket's number. To want :data:`NOTHING` is to leave.
        """
        key = (interface.name, group)
        asked = self._asked.setdefault(key, {})
        before = merged(asked.values())
        if wanted.is_nothing:
            asked.pop(user, None)
        else:
            asked[user] = wanted
        after = merged(asked.values())
        changed = self._put(interface, group, before, after, len(asked), cause)
        if not asked:
            del self._asked[key]
        if before != after:
            for react in self._changed:
                react(interface, group, before, after, changed)

    def filter_of(self, interface: str, group: IPv4Address) -> Filter:
        """From whom an interface hears a group. RFC 1112 7.2: in 224.0.0.1 every host is at any time."""
        if group == ALL_SYSTEMS:
            return EVERYBODY
        row = self._rows.get((interface, group))
        return NOTHING if row is None else Filter(row.mode, row.sources)

    def refuse(self, interface: str, datagram: IPv4, not_joined: Why) -> Why | None:
        """Why the device does not take in what was sent to a group; ``None`` where it does.

        What IGMP has to say of a group is wanted, whoever says it.
        """
        src, group = datagram.src, datagram.dst
        found = self.filter_of(interface, group)
        if found.is_nothing:
            return not_joined
        if found.lets(src) or datagram.protocol == PROTOCOL_IGMP:
            return None
        return Why(rules.SOURCE_UNWANTED, port=interface, src=src, dst=group)

    def joined(self, interface: str) -> list[IPv4Address]:
        """The groups of the rows of an interface, in the order in which they were joined."""
        return [group for name, group in self._rows if name == interface]

    def _put(
        self, interface: Interface, group: IPv4Address, before: Filter, after: Filter, users: int, cause: int
    ) -> int:
        node, key, mac = self._node, (interface.name, group), multicast_mac(group)
        if after.is_nothing:
            left = node.remove(NAME, key, Why(rules.LEFT, group=group, port=interface.name), cause)
            # 32 groups have one MAC address (RFC 1112 6.4).
            if all(multicast_mac(other) != mac for other in (ALL_SYSTEMS, *self.joined(interface.name))):
                interface.groups.discard(mac)
            return left
        interface.groups.add(mac)
        if before.is_nothing:
            why = Why(rules.JOINED, group=group, port=interface.name, mac=mac)
        else:
            rule = rules.SHARED if before == after else rules.CHANGED
            why = Why(rule, group=group, port=interface.name)
        return node.put(NAME, key, GroupRow(after.mode, after.sources, users), why, cause)
