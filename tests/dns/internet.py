"""A small internet of zones: the root, two domains at the top, and what is below, for tests of resolvers."""

from sim.addresses import IPv4Address
from sim.features.dns.name import Name

IP = IPv4Address.parse
ROOT, COM, NET, ONE, TWO, OUT = (IP(f"10.0.{n}.53") for n in range(6))
HINTS = ((Name.parse("a.root-servers.net."), (ROOT,)),)

_SOA = "@ 3600 SOA ns hostmaster 1 7200 900 1209600 60\n"

ZONES = {
    (ROOT,): (".", f"""
. 3600 SOA a.root-servers.net. hostmaster. 1 7200 900 1209600 60
. 3600 NS a.root-servers.net.
a.root-servers.net. 3600 A {ROOT}
com. 3600 NS a.gtld.net.
net. 3600 NS a.gtld.net.
net. 3600 NS b.gtld.net.
a.gtld.net. 3600 A {COM}
b.gtld.net. 3600 A {NET}
"""),
    (COM,): ("com.", f"""{_SOA}
@ 3600 NS a.gtld.net.
ns 3600 A {COM}
example 3600 NS ns1.example
example 3600 NS ns2.example
ns1.example 3600 A {ONE}
ns2.example 3600 A {TWO}
elsewhere 3600 NS ns.example.net.
"""),
    (COM, NET): ("net.", f"""{_SOA}
@ 3600 NS a.gtld.net.
@ 3600 NS b.gtld.net.
ns 3600 A {COM}
a.gtld 3600 A {COM}
b.gtld 3600 A {NET}
example 3600 NS ns.example
ns.example 3600 A {OUT}
"""),
    (ONE, TWO): ("example.com.", f"""{_SOA}
@ 3600 NS ns1
@ 3600 NS ns2
ns 3600 A {ONE}
ns1 3600 A {ONE}
ns2 3600 A {TWO}
www 300 A 192.0.2.1
www 300 A 192.0.2.2
alias 300 CNAME www
away 300 CNAME web.example.net.
old 300 DNAME new
x.new 300 A 192.0.2.3
*.wild 300 A 192.0.2.4
mail 300 MX 10 www
"""),
    (OUT,): ("example.net.", f"""{_SOA}
@ 3600 NS ns
ns 3600 A {OUT}
web 300 A 192.0.2.5
"""),
    (OUT, ONE): ("elsewhere.com.", f"""{_SOA}
@ 3600 NS ns.example.net.
ns 3600 A {OUT}
www 300 A 192.0.2.6
"""),
}  # fmt: skip
"""By the addresses of the servers: the origin, and the text of the zone."""

TRUTH = {
    "www.example.com. A": ("192.0.2.1", "192.0.2.2"),
    "alias.example.com. A": ("192.0.2.1", "192.0.2.2"),
    "away.example.com. A": ("192.0.2.5",),
    "x.old.example.com. A": ("192.0.2.3",),
    "a.wild.example.com. A": ("192.0.2.4",),
    "mail.example.com. MX": ("10 www.example.com.",),
    "web.example.net. A": ("192.0.2.5",),
    "www.elsewhere.com. A": ("192.0.2.6",),
    "b.gtld.net. A": (str(NET),),
    "nowhere.example.com. A": 3,
    "nowhere.org. A": 3,
    "www.example.com. MX": 0,
    "example.com. NS": ("ns1.example.com.", "ns2.example.com."),
}
"""What each question comes to: the data at the end of the aliases, or the response code where there are none."""
