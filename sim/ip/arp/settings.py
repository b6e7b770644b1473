"""The choices of address resolution."""

from typing import Annotated, NamedTuple

from sim.addresses import IPv4Address, MacAddress
from sim.kernel import SECOND
from sim.settings import ROUTER, TIME, Setting, Settings


class ArpSettings(NamedTuple):
    """Times in ns. The defaults are Linux's, and two polls as RFC 1122 2.3.2.1 (2) has it.

    ``failed_time`` with ``retry_interval`` keeps requests for one address to one a second (RFC 1122 2.3.2.1).
    ``accept_gratuitous`` lets an announcement add a row, where RFC 826 only lets it change one.
    ``answer_for_all_interfaces``: RFC 826 asks "Am I the target protocol address?", and speaks of a host, not of an
    interface. Linux, and IOS by its proxy ARP, answer so; RFC 1122 3.3.4.2 leaves both models open.
    """

    static: Annotated[
        tuple[tuple[IPv4Address, MacAddress], ...], Setting("Rows that are configured, from IPv4 to MAC address.")
    ] = ()
    reachable_time: Annotated[int, Setting("How long an answer is trusted.", TIME)] = 30 * SECOND
    stale_time: Annotated[int, Setting("How long a row that nobody uses is kept after that.", TIME)] = 60 * SECOND
    retry_interval: Annotated[int, Setting("Time between two requests.", TIME)] = SECOND
    max_requests: Annotated[int, Setting("Requests before giving up.", at_least=1)] = 3
    max_polls: Annotated[int, Setting("Unanswered polls before a row is forgotten.", at_least=1)] = 2
    failed_time: Annotated[int, Setting("How long to fail at once after giving up.", TIME)] = SECOND
    queue_length: Annotated[int, Setting("Datagrams that wait for one address.", at_least=1)] = 101
    accept_gratuitous: Annotated[bool, Setting("Learn from announcements that nobody asked for.")] = False
    answer_for_all_interfaces: Annotated[
        bool,
        Setting(
            "Answer requests for the addresses of all its interfaces, as Linux does (arp_ignore 0), not only for those "
            "of the interface that a request reaches (arp_ignore 1)."
        ),
    ] = True
    proxy_arp: Annotated[
        bool,
        Setting("Answer ARP requests for what it routes elsewhere (RFC 1027).", on_device=True, kinds=(ROUTER,)),
    ] = False


SETTINGS = Settings("arp", ArpSettings, "Address resolution.")
