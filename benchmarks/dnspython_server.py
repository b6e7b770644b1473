"""An authoritative server of a zone that does with dnspython what ours does by itself: the other side of ``names``."""

import dns.flags
import dns.message
import dns.name
import dns.node
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset
import dns.zone

_IN = dns.rdataclass.IN
_ANY, _CNAME, _NS, _SOA = dns.rdatatype.ANY, dns.rdatatype.CNAME, dns.rdatatype.NS, dns.rdatatype.SOA
_ADDRESSES = (dns.rdatatype.A, dns.rdatatype.AAAA)


class Server:
    """Referrals, aliases, wildcards, addresses of servers; no DNAME records."""

    def __init__(self, origin: str, text: str) -> None:
        self.zone = dns.zone.from_text(text, origin, relativize=False)
        assert self.zone.origin is not None
        self.origin = self.zone.origin
        self.existing = set(self.zone)
        for name in list(self.existing):
            above = name
            while above != self.origin:
                above = above.parent()
                self.existing.add(above)
        nodes = [(name, self.zone[name]) for name in self.zone if name != self.origin]
        self.cuts = {name for name, node in nodes if node.get_rdataset(_IN, _NS)}

    def answer(self, octets: bytes) -> bytes:
        query = dns.message.from_wire(octets)
        response = dns.message.make_response(query)
        response.flags |= dns.flags.AA
        question = query.question[0]
        self._search(response, question.name, question.rdtype)
        return response.to_wire(max_size=512)

    def _search(self, response: dns.message.Message, name: dns.name.Name, rdtype: dns.rdatatype.RdataType) -> None:
        if not name.is_subdomain(self.origin):
            return
        cut = name
        while cut != self.origin:
            if cut in self.cuts:
                self._refer(response, cut)
                return
            cut = cut.parent()
        node = self.zone.get_node(name)
        if node is None and name not in self.existing:
            encloser = name
            while encloser not in self.existing:
                encloser = encloser.parent()
            node = self.zone.get_node(dns.name.Name((b"*", *encloser.labels)))
            if node is None:
                response.set_rcode(dns.rcode.NXDOMAIN)
                self._deny(response)
                return
        found = None if node is None else node.get_rdataset(_IN, rdtype)
        alias = None if node is None else node.get_rdataset(_IN, _CNAME)
        if found is not None:
            response.answer.append(dns.rrset.from_rdata_list(name, found.ttl, list(found)))
            for rdata in found:
                target = getattr(rdata, "exchange", None) or getattr(rdata, "target", None)
                if target is not None and rdtype != _CNAME:
                    self._add(response, target)
        elif alias is not None:
            response.answer.append(dns.rrset.from_rdata_list(name, alias.ttl, list(alias)))
            self._search(response, alias[0].target, rdtype)
        else:
            self._deny(response)

    def _refer(self, response: dns.message.Message, cut: dns.name.Name) -> None:
        servers = self.zone.get_rdataset(cut, _NS)
        assert servers is not None
        if not response.answer:
            response.flags &= ~dns.flags.AA
        response.authority.append(dns.rrset.from_rdata_list(cut, servers.ttl, list(servers)))
        for rdata in servers:
            self._add(response, rdata.target)

    def _add(self, response: dns.message.Message, name: dns.name.Name) -> None:
        for rdtype in _ADDRESSES:
            found = self.zone.get_rdataset(name, rdtype)
            if found is not None:
                response.additional.append(dns.rrset.from_rdata_list(name, found.ttl, list(found)))

    def _deny(self, response: dns.message.Message) -> None:
        soa = self.zone.get_rdataset(self.origin, _SOA)
        assert soa is not None
        ttl = min(soa.ttl, soa[0].minimum)
        response.authority.append(dns.rrset.from_rdata_list(self.origin, ttl, list(soa)))
