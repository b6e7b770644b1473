"""What people type at real devices that nothing here knows, and what is right in place of it.

Of what can be left out, the text says so first: a line of configuration of this kind is taken, and changes nothing.
"""

from collections.abc import Mapping

_NEEDLESS = "leave it out: "
_ALLOWED = "leave it out: every command may do everything here"
_IN_FORCE = "leave it out: a configuration is in force at once, and here no device is switched off"
_OPEN = "leave it out: a console is always open here, and escape leaves it"
_NO_MESSAGES = "leave it out: the player shows each packet, and the reason for what a device does"
_NO_TERMINAL = "leave it out: all output is shown, and nobody logs in here"
_ROUTING = "routing protocols are not simulated: write 'ip route NETWORK MASK NEXT_HOP'"
_NO_LOGIN = "leave it out: nobody logs in to a device here, and nothing is secret"
_LINK = "leave it out: the scenario says how fast a cable is, with 'bandwidth' of the link"
_NAMES = "the scenario says where names are asked for, with the key 'nameservers' of a device"
_NO_DOMAIN = "leave it out: a router adds no domain to a name here"
_NO_LOOKUP = "leave it out: a word that is no command is never taken for a name here"
_NO_DISCOVERY = "devices do not announce themselves here: the map shows what is at the other end of a cable"
_NO_CDP = f"leave it out: {_NO_DISCOVERY}"
_NO_TRUNK_PROTOCOL = "switches do not tell each other their VLANs here: write the lines 'vlan N' at each switch"
_AT_ONCE = "leave it out: 'ip addr', 'ip link' and 'ip route' change an interface at once"
_PROCESSES = "leave it out: the tables of a device show its programs"
_EDITOR = "programs write the files of a device: 'python3 FILE' runs one, and the act 'source' gives it another text"
_FILTERS = "the scenario filters with the key 'acl' of a device, and a router with 'ip access-list'"
_BRIDGES = "at a switch there are 'show mac address-table', 'show vlan' and 'show spanning-tree'"
_AROUND = "leave it out: write the command alone, and step through what comes of it"
_ETHTOOL = "write 'ethtool INTERFACE'"
_RESERVED = "the scenario reserves addresses, with the key 'reservations' of 'dhcp'"
_OPTIONS = "clients are told gateway, mask, name servers and domain alone: leave other options out"
_NO_MULTICAST = "routers do not pass multicast on here"
_NO_QUEUES = "quality of service is not simulated: frames leave in the order in which they came"
_EACH_PORT = "write it behind 'interface range NAMES', for the ports that are meant"
_COUNTING = "leave it out: counters count from the beginning of the run"
_NO_VERSION = "a device here has no version: 'show interfaces' tells what it consists of"
_TIME = "leave it out: the player shows the time of every packet"

COMMANDS: Mapping[str, str] = {
    "debug": _NO_MESSAGES, "undebug": _NO_MESSAGES, "un all": _NO_MESSAGES, "u all": _NO_MESSAGES,
    "no debug": _NO_MESSAGES, "terminal": _NO_TERMINAL, "reload": "ctrl+z undoes what you did",
    "no": "write 'configure terminal' before it: 'no' takes a line of configuration back",
    "do": "leave 'do' out: it is for lines of configuration, behind 'configure terminal'",
    "enable": _ALLOWED, "en": _ALLOWED, "disable": _ALLOWED, "exit": _OPEN, "logout": _OPEN, "end": _OPEN,
    "quit": _OPEN, "erase": _IN_FORCE, "copy": _IN_FORCE,
    "show startup-config": "a configuration is kept as it is: write 'show running-config'",
    "show version": _NO_VERSION, "show inventory": _NO_VERSION, "show privilege": _ALLOWED,
    "show processes": _PROCESSES, "show memory": "leave it out: a device here has all the memory that it needs",
    "show tcp": "write 'ss -tan'", "show sockets": "write 'ss -an'", "show ip sockets": "write 'ss -an'",
    "show ip static": "write 'show ip route static'",
    "show clock": _TIME, "show users": _NO_LOGIN, "show sessions": _NO_LOGIN, "show line": _NO_LOGIN,
    "show history": "the key up brings back what you have typed", "show logging": _NO_MESSAGES,
    "show debugging": _NO_MESSAGES, "show cdp": _NO_DISCOVERY, "show lldp": _NO_DISCOVERY,
    "show vtp": _NO_TRUNK_PROTOCOL,
    "show dtp": "ports do not negotiate here: write 'show interfaces trunk'",
    "show ip protocols": "routing protocols are not simulated: write 'show ip route'",
    "show ip ospf": "routing protocols are not simulated: write 'show ip route'",
    "show ip eigrp": "routing protocols are not simulated: write 'show ip route'",
    "show ip bgp": "routing protocols are not simulated: write 'show ip route'",
    "show ip rip": "routing protocols are not simulated: write 'show ip route'",
    "show ip cef": "a router looks at its routes alone: write 'show ip route ADDRESS'",
    "show protocols": "write 'show ip interface brief'", "show controllers": "write 'show interfaces'",
    "show hosts": "write 'resolvectl', or 'cat /etc/hosts'", "show flash": "write 'ls'",
    "show standby": "first-hop redundancy (HSRP) is not simulated",
    "show ip traffic": "write 'show interfaces': it counts packets",
    "show ip dhcp conflict": "write 'show ip dhcp binding': the player's table of leases has addresses in conflict",
    "show ip dhcp server": "write 'show ip dhcp binding' or 'show ip dhcp pool'",
    "show errdisable": "write 'show interfaces status'", "show storm-control": "storm control is not simulated",
    "show ipv6": "IPv6 is not simulated yet", "show ip ssh": _NO_LOGIN, "show crypto": _NO_LOGIN,
    "clear counters": _COUNTING, "clear access-list": _COUNTING, "clear ip access-list": _COUNTING,
    "clear ip dhcp": "type 'dhclient -r' at the client: it gives its address back",
    "clear ip route": "a router looks at its routes anew at once, whenever something changes",
    "clear logging": _NO_MESSAGES, "clear line": _NO_LOGIN,
    "clear": "leave it out: the console keeps what it has shown",
    "cls": "leave it out: the console keeps what it has shown", "reset": "ctrl+z undoes what you did",
    "history": "the key up brings back what you have typed", "man": "docs/commands.md describes the commands",
    "ssh": "nobody logs in to a device here: 'nc' and 'telnet' open a connection to a port",
    "scp": "'curl' fetches a file over HTTP", "ftp": "'curl' fetches a file over HTTP",
    "tftp": "'curl' fetches a file over HTTP",
    "nmap": "'nc -zv HOST FIRST-LAST' tries ports", "ping6": "IPv6 is not simulated yet: write ping",
    "ps": _PROCESSES, "top": _PROCESSES, "htop": _PROCESSES, "kill": _PROCESSES, "jobs": _PROCESSES,
    "tasklist": _PROCESSES, "lsof": "write 'ss -tuap'", "uname": "write 'hostname'", "id": _NO_LOGIN,
    "whoami": _NO_LOGIN, "passwd": _NO_LOGIN, "date": _TIME, "uptime": _TIME,
    "watch": _AROUND, "timeout": _AROUND, "time": _AROUND, "nohup": _AROUND, "sleep": _AROUND,
    "vi": _EDITOR, "vim": _EDITOR, "nano": _EDITOR, "touch": _EDITOR, "mkdir": _EDITOR, "rm": _EDITOR,
    "cp": _EDITOR, "mv": _EDITOR, "chmod": _EDITOR, "cd": "a path from '/' on reaches every file",
    "echo": "a program writes the files of a device: 'python3 FILE' runs one",
    "ifup": "write 'ip link set INTERFACE up'", "ifdown": "write 'ip link set INTERFACE down'",
    "systemctl": _AT_ONCE, "service": _AT_ONCE, "nmcli": _AT_ONCE, "netplan": _AT_ONCE, "netsh": _AT_ONCE,
    "networkctl": _AT_ONCE, "nft": _FILTERS, "ufw": _FILTERS, "firewall-cmd": _FILTERS,
    "iptables-save": "write 'iptables -L -v -n'", "brctl": _BRIDGES, "bridge link": _BRIDGES,
    "getmac": "write 'ipconfig /all'", "nbtstat": "write 'arp -a' or 'ipconfig /all'",
    "pathping": "write 'tracert'", "lldpctl": _NO_DISCOVERY, "lldpcli": _NO_DISCOVERY,
    "mii-tool": _ETHTOOL, "iwconfig": "radio is not simulated: every link is a cable",
    "sysctl": "at a router, 'configure terminal ; ip routing' lets datagrams for others pass, 'no ip routing' ends it",
    "ip monitor": "the player shows each change of a table",
    "ip netns": "each device has its own network here", "ip help": "docs/commands.md describes the commands",
    "ip tuntap": "the scenario says which interfaces a device has",
}  # fmt: skip
"""Commands by their first words. Words that begin with ``show`` or ``clear`` may be cut short."""

LINES: Mapping[str, str] = {
    "router": _ROUTING, "service dhcp": "leave it out: a router serves as soon as it has a pool",
    "enable": _NO_LOGIN, "privilege": _NO_LOGIN, "access-class": _NO_LOGIN, "session-limit": _NO_LOGIN,
    "history": _NO_LOGIN, "stopbits": _NO_LOGIN, "security": _NO_LOGIN,
    "password": _NO_LOGIN, "login": _NO_LOGIN, "username": _NO_LOGIN,
    "service": _NO_LOGIN, "banner": _NO_LOGIN, "logging": _NO_LOGIN, "ip ssh": _NO_LOGIN, "transport": _NO_LOGIN,
    "exec-timeout": _NO_LOGIN, "crypto": _NO_LOGIN, "aaa": _NO_LOGIN, "ip http": _NO_LOGIN,
    "speed": _LINK, "duplex": _LINK, "bandwidth": _LINK, "clock rate": _LINK,
    "clock": _TIME, "ntp": "leave it out: all devices have the same time here",
    "ip name-server": _NAMES, "ip domain-lookup": _NAMES, "ip domain lookup": _NAMES, "ip domain-name": _NO_DOMAIN,
    "ip domain name": _NO_DOMAIN, "no ip domain-lookup": _NO_LOOKUP, "no ip domain lookup": _NO_LOOKUP,
    "ip host": "the names of the scenario are known to every device",
    "ip default-gateway": "a layer-3 switch has 'ip route 0.0.0.0 0.0.0.0 GATEWAY', and a layer-2 switch no address",
    "ip default-network": "write 'ip route 0.0.0.0 0.0.0.0 NEXT_HOP'",
    "channel-group": "the scenario binds ports together, with the key 'aggregates' of a switch",
    "standby": "first-hop redundancy (HSRP) is not simulated", "vrrp": "first-hop redundancy is not simulated",
    "ipv6": "IPv6 is not simulated yet", "mtu": "write 'ip mtu OCTETS'",
    "cdp": _NO_CDP, "lldp": _NO_CDP, "vtp": _NO_TRUNK_PROTOCOL,
    "ip cef": "leave it out: a router forwards in one way here",
    "ip classless": "leave it out: it is always so", "ip subnet-zero": "leave it out: it is always so",
    "ip proxy-arp": "the scenario says so, with the key 'proxy_arp' (as an edit: set nodes.r1.proxy_arp = true)",
    "storm-control": "storm control is not simulated", "monitor": "the player shows every frame on every cable",
    "errdisable": "a port comes back with 'shutdown' and 'no shutdown'",
    "switchport voice": "voice VLANs are not simulated: write 'switchport mode trunk'",
    "mac-address": "the scenario says which address an interface has, with the key 'mac'",
    "keepalive": "leave it out: a device sees at once whether its cable is there",
    "router-id": _ROUTING, "passive-interface": _ROUTING, "auto-summary": _ROUTING, "redistribute": _ROUTING,
    "default-information": _ROUTING, "neighbor": _ROUTING, "ip ospf": _ROUTING,
    "ip rip": _ROUTING, "ip eigrp": _ROUTING, "ip summary-address": _ROUTING, "area": _ROUTING,
    "delay": _LINK, "media-type": _LINK, "load-interval": _COUNTING,
    "ip dhcp conflict": "leave it out: the player's table of leases has addresses in conflict",
    "ip access-list resequence": "leave it out: numbers of rules change nothing, and 'no NUMBER' takes one out",
    "option": _OPTIONS, "client-identifier": _RESERVED, "client-name": _RESERVED, "hardware-address": _RESERVED,
    "host": _RESERVED, "import": _OPTIONS, "netbios-name-server": _OPTIONS, "next-server": _OPTIONS,
    "ip nat translation": "the scenario says how long a translation is kept, with the keys of 'conntrack'",
    "ip redirects": "the scenario says so, with the key 'redirects' (as an edit: set nodes.r1.redirects = false)",
    "ip tcp": "MSS clamping is not simulated", "ip verify": "source checks are not simulated: write an access list",
    "ip sla": "probes are not simulated: type 'ping'", "track": "tracking is not simulated",
    "ip multicast-routing": _NO_MULTICAST, "ip pim": _NO_MULTICAST, "ip igmp": _NO_MULTICAST,
    "mls": _NO_QUEUES, "class-map": _NO_QUEUES, "policy-map": _NO_QUEUES, "service-policy": _NO_QUEUES,
    "vrf": "a router has one table of routes here", "ip vrf": "a router has one table of routes here",
    "snmp-server": _NO_LOGIN, "ip ftp": _NO_LOGIN, "ip tftp": _NO_LOGIN, "ip scp": _NO_LOGIN, "archive": _NO_LOGIN,
    "key": _NO_LOGIN, "boot": _IN_FORCE, "license": _IN_FORCE,
    "radius-server": _NO_LOGIN, "tacacs-server": _NO_LOGIN,
    "spanning-tree portfast default": _EACH_PORT, "spanning-tree portfast bpduguard": _EACH_PORT,
    "spanning-tree bpdufilter": "BPDU filter is not simulated: 'spanning-tree bpduguard enable' guards a port",
    "spanning-tree loopguard": "loop guard is not simulated",
    "spanning-tree link-type": "leave it out: a link between two switches is point-to-point here",
    "spanning-tree extend": "leave it out: there is one tree for all VLANs here",
    "switchport mode dynamic": "ports do not negotiate here: write 'switchport mode trunk' or 'switchport mode access'",
    "switchport protected": "protected ports are not simulated", "switchport block": "switches flood as usual here",
}  # fmt: skip
"""Lines of configuration by their first words."""


def instead(known: Mapping[str, str], text: str) -> str:
    """What is right in place of a text; "" where nobody knows. The longest first words count."""
    words = text.lower().split()
    return next((known[begin] for begin in sorted(known, key=len, reverse=True) if _begins(begin.split(), words)), "")


def needless(text: str) -> str:
    """Why a line of configuration can be left out, with or without ``no``; "" where it cannot."""
    words = text.lower().split()
    found = instead(LINES, text) or instead(LINES, " ".join(words[words[:1] == ["no"] :]))
    return found.removeprefix(_NEEDLESS) if found.startswith(_NEEDLESS) else ""


_CUT_SHORT = ("show", "clear")
_LEAST = 2
"""Letters of a word that is cut short."""
_IP = "ip"


def _begins(begin: list[str], words: list[str]) -> bool:
    """Whether words begin with these, which may be cut short where IOS alone has them: ``ip`` is not ``ipv6``."""
    if words[: len(begin)] == begin:
        return len(words) == 1 or begin != ["clear"]
    is_ios = begin[0] in _CUT_SHORT and len(begin) > 1 and len(words) >= len(begin)
    return is_ios and all(
        word == full or (len(word) >= _LEAST and word != _IP and full.startswith(word))
        for full, word in zip(begin, words, strict=False)
    )
