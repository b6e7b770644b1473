"""An authoritative server at work on a device: it answers at port 53 for the zones of the settings."""

from typing import Any, Protocol

from sim.features.dns import codec, zone_file
from sim.features.dns.authority import rules
from sim.features.dns.authority.machine import Authority, Reply
from sim.features.dns.authority.tables import NAME, ZoneRow
from sim.features.dns.name import Name
from sim.features.dns.numbers import type_name
from sim.features.dns.pdu import PLAIN_SIZE, RD, Message, Question
from sim.features.dns.serving.listener import Asker, Listener, ListeningHost
from sim.features.dns.settings import DnsSettings
from sim.features.dns.zone import Zone
from sim.settings import NodeSettings
from sim.trace.records import NO_CAUSE, Kind
from sim.why import Why


class AuthorityHost(ListeningHost, Protocol):
    """What the server needs of its device."""

    tables: dict[str, dict[Any, Any]]

    @property
    def settings(self) -> NodeSettings: ...


class AuthorityService:
    """Listens itself, unless the device is a resolver as well: that one then asks here first."""

    def __init__(self, host: AuthorityHost) -> None:
        self._host = host
        settings = host.settings.of(DnsSettings)
        zones = [zone_file.read(Name.parse(origin), text.text) for origin, text in settings.zones]
        self._server = Authority(zones, max(settings.edns_size, PLAIN_SIZE))
        host.tables.setdefault(NAME, {})
        for zone in zones:
            self._show(zone)
        if not settings.is_resolver:
            listener = Listener(host, self._take)
            self._listener = listener

    def _show(self, zone: Zone) -> None:
        origin = zone.origin.text
        why = Why(rules.LOADED, qname=origin)
        for node in zone:
            for rtype, rrset in node.rrsets.items():
                row = ZoneRow(rrset.ttl, tuple(map(zone_file.text_of, rrset.rdatas)))
                self._host.put(NAME, (origin, node.name.text, type_name(rtype)), row, why, NO_CAUSE)

    def _take(self, octets: bytes, asker: Asker, cause: int) -> None:
        query = codec.decode(octets)
        reply = self._server.reply(octets, query)
        if reply is None:
            why = codec.fault(octets) or Why(rules.NO_QUERY, src=asker.ip)
            self._host.note(Kind.PACKET_DROPPED, None, why, cause)
        else:
            self._send(reply, query, asker, self._listener, cause)

    def take(self, octets: bytes, asker: Asker, listener: Listener, cause: int) -> bool:
        """Answer a query for a name in one of the zones through a listener; false for all others.

        What the zones do not tell is left to the resolver, where the client wants it to be found.
        """
        query = codec.decode(octets)
        if query is None or len(query.question) != 1 or self._server.zone_of(query.question[0].name) is None:
            return False
        reply = self._server.reply(octets, query)
        if reply is None or (query.flags & RD and (reply.needs_glue or reply.steps[-1].rule is rules.ALIAS_LEADS_OUT)):
            return False
        self._send(reply, query, asker, listener, cause)
        return True

    def say(self, question: Question) -> Message | None:
        """What the zones say to a question of the device's own resolver; ``None`` for a name in none of them."""
        if self._server.zone_of(question.name) is None:
            return None
        return self._server.respond(Message(0, 0, (question,))).message

    def _send(self, reply: Reply, query: Message | None, asker: Asker, listener: Listener, cause: int) -> None:
        octets, is_truncated = self._server.encoded(reply, query, over_tcp=asker.over_tcp)
        steps = reply.steps
        if is_truncated:
            steps = (*steps, Why(rules.TRUNCATED, length=len(reply.message), limit=self._server.limit(query)))
        for why in steps[:-1] if not asker.over_tcp else steps:
            cause = self._host.note(Kind.DECISION, None, why, cause)
        listener.answer(asker, octets, steps[-1], cause)
