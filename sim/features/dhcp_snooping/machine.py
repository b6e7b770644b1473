"""What becomes of a DHCP message at a port of a switch that snoops (Cisco IOS, DHCP snooping)."""

from collections.abc import Collection, Mapping

from sim.addresses import MacAddress
from sim.bridge.machine import MacRow
from sim.effects import Drop, Put, Remove
from sim.features.dhcp import option_kinds as kinds
from sim.features.dhcp.option_kinds import INFINITE, MessageType
from sim.features.dhcp.pdu import Dhcp
from sim.features.dhcp_snooping import rules
from sim.features.dhcp_snooping.tables import TABLE, BindingRow
from sim.kernel import SECOND
from sim.why import Why

FROM_SERVERS = (MessageType.OFFER, MessageType.ACK, MessageType.NAK)
Key = tuple[int, MacAddress]
Effect = Put | Remove | Drop


def snoop(
    bindings: Mapping[Key, BindingRow],
    macs: Mapping[Key, MacRow],
    trusted: Collection[str],
    port: str,
    vlan: int,
    src: MacAddress,
    message: Dhcp,
    now: int,
) -> tuple[Effect, ...]:
    """The effects of a message that came in at a port; a ``Drop`` ends it there."""
    client, kind = message.mac, message.type
    key = (vlan, client)
    if port not in trusted:
        if kind in FROM_SERVERS:
            return (Drop(Why(rules.SERVER_UNTRUSTED, port=port)),)
        if client != src:
            return (Drop(Why(rules.OTHER_CLIENT, port=port, mac=src, client=client)),)
        if kind is MessageType.RELEASE and key in bindings:
            return (Remove(TABLE, key, Why(rules.RELEASED, client=client)),)
        return ()
    where = macs.get(key)
    if kind is not MessageType.ACK or where is None or where.port in trusted or message.yiaddr.is_this_network:
        return ()
    lease = message.get(kinds.LEASE_TIME)
    expires = None if lease in (None, INFINITE) else now + lease * SECOND
    why = Why(rules.BOUND, ip=message.yiaddr, client=client, port=where.port)
    return (Put(TABLE, key, BindingRow(message.yiaddr, where.port, expires), why),)
