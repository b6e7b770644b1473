"""A zone with something of everything, and questions about it."""

from itertools import product

ORIGIN = "example.com"
_LONG = "a" * 63

ZONE = f"""\
$TTL 3600
@ SOA ns1 hostmaster 2026 7200 900 1209600 300
@ NS ns1
@ NS ns.other.org.
@ MX 10 mail
@ MX 20 mail.sub
@ TXT "top"
ns1 A 192.0.2.53
ns1 AAAA 2001:db8::53
mail A 192.0.2.25
www A 192.0.2.80
www A 192.0.2.81
www AAAA 2001:db8::80
www 60 TXT "one" "two"
alias CNAME www
alias2 CNAME alias
out CNAME www.example.org.
dangling CNAME nowhere
tosub CNAME www.sub
toalias.wild CNAME x.wild
loop1 CNAME loop2
loop2 CNAME loop1
self CNAME self
a.b.c.ent A 192.0.2.1
*.wild A 192.0.2.99
*.wild MX 5 mail
*.wild MX 6 any.wild
sub.wild TXT "not wild"
*.cwild CNAME www
*.cwild2 CNAME x.nowhere
*.entw.x TXT "y"
deep.*.starmid A 192.0.2.7
sub NS ns.sub
sub NS ns1
sub NS ns.sibling
ns.sub A 192.0.2.100
ns.sub AAAA 2001:db8::100
mail.sub A 192.0.2.101
www.sub A 192.0.2.102
sibling NS ns.sibling
ns.sibling A 192.0.2.103
noglue NS ns.elsewhere.net.
dssub NS ns1
dssub DS 1 8 2 00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF
dn DNAME target.example.com.
dn TXT "at the dname"
x.target A 192.0.2.200
*.target TXT "wild target"
dnout DNAME example.org.
dnloop DNAME dnloop
dnchain DNAME dn
dncut DNAME sub
dnwild DNAME wild
_sip._udp SRV 1 2 5060 sip
_sip._udp SRV 1 2 5061 sip.wild
sip A 192.0.2.60
h HINFO "a" "b"
caa CAA 0 issue "ca.example.net"
unk TYPE65000 \\# 3 010203
naptr NAPTR 1 2 "s" "x" "" sip
ptr PTR www
UPPER A 192.0.2.111
UpTarget CNAME UPPER
dnlong DNAME {_LONG}.{_LONG}.example.com.
big TXT "{"a" * 140}" "1"
big TXT "{"a" * 140}" "2"
big TXT "{"a" * 140}" "3"
big TXT "{"a" * 140}" "4"
"""

_NAMES = """
@ ns1 mail www alias alias2 out dangling tosub toalias.wild loop1 self b.c.ent c.ent ent a.b.c.ent x.a.b.c.ent
wild x.wild a.b.wild sub.wild x.sub.wild *.wild x.*.wild cwild a.cwild a.cwild2 entw.x q.entw.x x
deep.*.starmid *.starmid q.starmid deep.q.starmid starmid sub ns.sub www.sub x.sub a.b.sub sibling x.sibling
noglue a.noglue dssub a.dssub dn x.dn y.dn a.x.dn *.dn dnout a.dnout dnloop a.dnloop dnchain x.dnchain
q.dnchain a.dncut www.dncut b.dnwild target x.target q.target _sip._udp _udp sip h caa unk naptr ptr UPPER
upper UpTarget uptarget big nope a.nope x.www nowhere WWW
z.dnlong
"""
TYPES = """
A AAAA NS CNAME SOA MX TXT PTR SRV DNAME HINFO CAA DS NAPTR TYPE65000 TYPE300 NSEC RRSIG DNSKEY NULL
"""

_OWNERS = [ORIGIN if name == "@" else f"{name}.{ORIGIN}" for name in [*_NAMES.split(), f"{_LONG}.{_LONG}.dnlong"]]

QUESTIONS = [
    *product(_OWNERS, TYPES.split()),
    *product(("com", ".", "example.org", "ample.com", "xexample.com"), ("A", "NS", "DS")),
]
"""Names and types to ask for."""
