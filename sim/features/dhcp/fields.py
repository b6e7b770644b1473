"""The fields and options of a DHCP message."""

from sim.explain.fields import Senses, bits, ip
from sim.explain.language import FieldRule

_HEADER = "RFC 2131, 2"

FIELDS: dict[str, dict[str, FieldRule]] = {
    "dhcp": {
        "": FieldRule(
            "RFC 2131, 1",
            "Dynamic Host Configuration Protocol",
            "Gives a host an address for a time, and tells it what else it needs: mask, router, DNS servers.",
        ),
        "op": FieldRule(
            _HEADER, "Message of client or server", "1 in what clients send, 2 in what servers send. Here: {op}."
        ),
        "htype": FieldRule(_HEADER, "Hardware type", "What kind of link the client is on: {htype}. 1 is Ethernet."),
        "hlen": FieldRule(_HEADER, "Hardware address length", "The client's hardware address has {hlen} octets."),
        "hops": FieldRule(
            _HEADER, "Relay agents passed", "Each relay agent that carries the message adds 1. So far: {hops}."
        ),
        "xid": FieldRule(
            _HEADER,
            "Transaction ID",
            "A number that the client has chosen by chance. The answers bear it, too, so the client knows its own.",
        ),
        "secs": FieldRule(
            _HEADER,
            "Seconds",
            "The client began {secs:second|seconds} ago. Servers can let those go first that wait long.",
        ),
        "flags": FieldRule(
            _HEADER,
            "Flags",
            "The leftmost bit says that the client takes no unicast yet: answer by broadcast. The others are 0.",
            {0x8000: "The client asks for a broadcast."},
        ),
        "ciaddr": FieldRule(
            _HEADER,
            "Client's address",
            "The address that the client has already and can answer at: {ip}. 0.0.0.0 where it has none.",
        ),
        "yiaddr": FieldRule(
            _HEADER,
            "“Your” address",
            "The address that the server gives the client: {ip}. Only a server's message has one.",
        ),
        "siaddr": FieldRule(
            _HEADER, "Next server", "The server that a host loads its system from: {ip}. Most hosts need none."
        ),
        "giaddr": FieldRule(
            _HEADER,
            "Relay agent's address",
            "The address of the first relay agent, on the client's side: {ip}. By it the server knows the client's "
            "network, and where to answer.",
        ),
        "chaddr": FieldRule(
            _HEADER,
            "Client's hardware address",
            "The client's MAC address, and zeros. The client gets its answers by it before it has an address.",
        ),
        "sname": FieldRule(_HEADER, "Server's name", "A name of the server, 64 octets. It is empty in most messages."),
        "file": FieldRule(
            _HEADER, "Boot file", "The file that a host without a disk loads, 128 octets. It is empty in most messages."
        ),
        "magic_cookie": FieldRule(
            "RFC 2131, 3", "Magic cookie", "63 82 53 63: the sign that options follow, and how they are written."
        ),
        "pad": FieldRule("RFC 2132, 3.1", "Padding", "An octet that means nothing."),
        "end": FieldRule("RFC 2132, 3.2", "End of options", "The last option. Behind it there is padding alone."),
        "subnet_mask": FieldRule(
            "RFC 2132, 3.3", "Subnet mask", "The mask of the client's network; it has {subnet_mask} ones on the left."
        ),
        "router": FieldRule("RFC 2132, 3.5", "Routers", "The default routers of the client, the best one first."),
        "dns_servers": FieldRule("RFC 2132, 3.8", "DNS servers", "Whom the client asks for the addresses of names."),
        "host_name": FieldRule("RFC 2132, 3.14", "Host's name", "What the client is called."),
        "domain_name": FieldRule("RFC 2132, 3.17", "Domain name", "The domain that the client looks names up in."),
        "interface_mtu": FieldRule(
            "RFC 2132, 5.1", "Interface MTU", "How long the client's datagrams may be: {interface_mtu} octets."
        ),
        "broadcast_address": FieldRule(
            "RFC 2132, 5.3", "Broadcast address", "The address for everyone in the network: {ip}."
        ),
        "ntp_servers": FieldRule("RFC 2132, 8.3", "NTP servers", "Whom the client asks what time it is."),
        "requested_address": FieldRule(
            "RFC 2132, 9.1", "Requested address", "The address that the client asks for: {ip}."
        ),
        "lease_time": FieldRule(
            "RFC 2132, 9.2", "Lease time", "How long the client may use the address: {lease_time} seconds."
        ),
        "overload": FieldRule(
            "RFC 2132, 9.3",
            "Option overload",
            "There is no room for all options here: the fields file (1), sname (2) or both (3) have the rest.",
        ),
        "message_type": FieldRule(
            "RFC 2132, 9.6",
            "DHCP message type",
            "Which message this is. The one part without which a message is none of DHCP.",
            {
                1: "Discover: the client looks for servers.",
                2: "Offer: a server offers an address.",
                3: "Request: the client asks for an address, or for more time.",
                4: "Decline: the client has found the address in use.",
                5: "Ack: the server leases the address.",
                6: "Nak: the server refuses the address.",
                7: "Release: the client gives its address back.",
                8: "Inform: the client has an address, and asks for the rest.",
            },
        ),
        "server_id": FieldRule(
            "RFC 2132, 9.7",
            "Server identifier",
            "The address of the server: {ip}. In a request it says whose offer the client takes.",
        ),
        "parameter_list": FieldRule(
            "RFC 2132, 9.8", "Parameter request list", "The codes of the options that the client wants to be told."
        ),
        "message": FieldRule("RFC 2132, 9.9", "Message", "A text for people: what was wrong."),
        "maximum_size": FieldRule(
            "RFC 2132, 9.10", "Maximum message size", "The client takes messages of up to {maximum_size} octets."
        ),
        "renewal_time": FieldRule(
            "RFC 2132, 9.11",
            "Renewal time T1",
            "After {renewal_time} seconds the client asks its server for more time.",
        ),
        "rebinding_time": FieldRule(
            "RFC 2132, 9.12", "Rebinding time T2", "After {rebinding_time} seconds the client asks every server."
        ),
        "vendor_class": FieldRule("RFC 2132, 9.13", "Vendor class", "Who made the client's software."),
        "client_id": FieldRule(
            "RFC 2132, 9.14",
            "Client identifier",
            "What the server knows the client by: its MAC address behind a 1, or a name behind a 0.",
        ),
        "relay_information": FieldRule(
            "RFC 3046, 2",
            "Relay agent information",
            "What a relay agent says of the client, such as its interface. The agent takes it out of the answer.",
        ),
        "search_list": FieldRule("RFC 3397, 2", "Domain search list", "The domains that the client looks names up in."),
        "static_routes": FieldRule(
            "RFC 3442",
            "Classless static routes",
            "Networks, each with the router that leads there. A client that reads them does not look at option 3.",
        ),
        "option": FieldRule("RFC 2132, 2", "Another option", "An option that is carried and not looked at."),
    },
}

SENSES: Senses = {
    "dhcp": {
        "flags": bits("flags"),
        "ciaddr": ip("ciaddr"),
        "yiaddr": ip("yiaddr"),
        "siaddr": ip("siaddr"),
        "giaddr": ip("giaddr"),
        "broadcast_address": ip("broadcast_address"),
        "requested_address": ip("requested_address"),
        "server_id": ip("server_id"),
    },
}
