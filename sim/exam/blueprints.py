"""The blueprints of exams: their domains, how much each counts, and which of our topics belong to which domain."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from sim.languages import Wording, said
from sim.words import TextError, suggestion


class Blueprint(NamedTuple):
    """An exam: ``weights`` are percent by domain, as its publisher tells them, or equal where none is told.

    ``missing`` is what of a domain no question is about, so that nobody takes a paper for the whole exam.
    """

    id: str
    title: Wording
    domains: Mapping[str, Wording]
    weights: Mapping[str, int]
    missing: Mapping[str, Wording] = MappingProxyType({})


CCNA = Blueprint(
    "ccna",
    {"en": "CCNA 200-301 v1.1"},
    {
        "1": {"en": "Network Fundamentals", "zh": "网络基础"},
        "2": {"en": "Network Access", "zh": "网络接入"},
        "3": {"en": "IP Connectivity", "zh": "IP 连通性"},
        "4": {"en": "IP Services", "zh": "IP 服务"},
        "5": {"en": "Security Fundamentals", "zh": "安全基础"},
        "6": {"en": "Automation and Programmability", "zh": "自动化与可编程性"},
    },
    {"1": 20, "2": 20, "3": 25, "4": 10, "5": 15, "6": 10},
    {
        "1": {"en": "cables, IPv6, wireless, virtualization", "zh": "线缆、IPv6、无线、虚拟化"},
        "2": {"en": "CDP and LLDP, EtherChannel, wireless", "zh": "CDP 与 LLDP、EtherChannel、无线"},
        "3": {"en": "OSPF, first hop redundancy, IPv6 routes", "zh": "OSPF、首跳冗余、IPv6 路由"},
        "4": {"en": "NTP, SNMP, syslog, QoS, SSH, FTP and TFTP", "zh": "NTP、SNMP、syslog、QoS、SSH、FTP 与 TFTP"},
        "5": {
            "en": "passwords and AAA, VPNs, guarded switch ports, wireless",
            "zh": "口令与 AAA、VPN、交换机端口的防护、无线",
        },
        "6": {
            "en": "all of it, such as controllers, REST, JSON, Ansible and Terraform, AI",
            "zh": "全部，例如控制器、REST、JSON、Ansible 与 Terraform、AI",
        },
    },
)
NETWORK_PLUS = Blueprint(
    "network+",
    {"en": "CompTIA Network+ N10-009"},
    {
        "1": {"en": "Networking Concepts", "zh": "网络概念"},
        "2": {"en": "Network Implementation", "zh": "网络实施"},
        "3": {"en": "Network Operations", "zh": "网络运维"},
        "4": {"en": "Network Security", "zh": "网络安全"},
        "5": {"en": "Network Troubleshooting", "zh": "网络排错"},
    },
    {"1": 23, "2": 20, "3": 19, "4": 14, "5": 24},
    {
        "1": {"en": "cloud, media and connectors, IPv6", "zh": "云、传输介质与连接器、IPv6"},
        "2": {
            "en": "dynamic routing, first hop redundancy, wireless, installation",
            "zh": "动态路由、首跳冗余、无线、物理安装",
        },
        "3": {
            "en": "documentation, monitoring, disaster recovery, NTP, remote access",
            "zh": "文档、监控、灾难恢复、NTP、远程接入",
        },
        "4": {"en": "encryption, authentication, most attacks", "zh": "加密、认证、大部分攻击"},
        "5": {"en": "cabling, wireless, hardware tools", "zh": "线缆、无线、硬件工具"},
    },
)
EXAM_408 = Blueprint(
    "408",
    {"en": "408 Computer Networks", "zh": "408 计算机网络"},
    {
        "link": {"en": "Data link layer", "zh": "数据链路层"},
        "network": {"en": "Network layer", "zh": "网络层"},
        "transport": {"en": "Transport layer", "zh": "传输层"},
        "application": {"en": "Application layer", "zh": "应用层"},
    },
    {"link": 25, "network": 25, "transport": 25, "application": 25},
    {
        "link": {
            "en": "physical layer, error coding, sliding windows of a link, CSMA, PPP",
            "zh": "物理层、差错编码、链路层滑动窗口、CSMA、PPP",
        },
        "network": {"en": "routing protocols, IPv6, multicast, mobile IP", "zh": "路由协议、IPv6、组播、移动 IP"},
        "application": {"en": "FTP, e-mail, peer to peer", "zh": "FTP、电子邮件、P2P"},
    },
)
COURSE = Blueprint(
    "course",
    {"en": "Network programming course", "zh": "网络程序设计课程"},
    {
        "addressing": {"en": "IP address and mask", "zh": "IP 地址与子网掩码"},
        "switch": {"en": "Layer-2 switch", "zh": "二层交换机"},
        "arp": {"en": "ARP", "zh": "ARP"},
        "router": {"en": "Router and gateway", "zh": "路由器与网关"},
        "dhcp": {"en": "DHCP", "zh": "DHCP"},
        "dns": {"en": "Domain names", "zh": "域名"},
        "udp": {"en": "UDP", "zh": "UDP"},
        "tcp": {"en": "TCP", "zh": "TCP"},
        "sockets": {"en": "Sockets and programs", "zh": "套接字与程序"},
        "http": {"en": "HTTP", "zh": "HTTP"},
        "icmp": {"en": "ICMP and ping", "zh": "ICMP 与 ping"},
    },
    dict.fromkeys(("addressing", "switch", "arp", "router", "dhcp", "dns", "udp", "tcp", "sockets", "http", "icmp"), 9),
)
BLUEPRINTS: Mapping[str, Blueprint] = {each.id: each for each in (CCNA, NETWORK_PLUS, EXAM_408, COURSE)}

_OF_TOPIC: Mapping[str, tuple[str, str, str, str]] = {
    "arp": ("1", "1", "network", "arp"),
    "switching": ("1", "2", "link", "switch"),
    "vlan": ("2", "2", "link", "switch"),
    "stp": ("2", "2", "", "switch"),
    "addressing": ("1", "1", "network", "addressing"),
    "routing": ("3", "2", "network", "router"),
    "ip": ("1", "1", "network", "router"),
    "filters": ("5", "4", "", "router"),
    "nat": ("4", "2", "network", "router"),
    "icmp": ("3", "5", "network", "icmp"),
    "tcp": ("1", "1", "transport", "tcp"),
    "congestion": ("", "", "transport", "tcp"),
    "links": ("", "5", "link", "switch"),
    "udp": ("1", "1", "transport", "udp"),
    "dhcp": ("4", "3", "network", "dhcp"),
    "dns": ("4", "3", "application", "dns"),
    "http": ("", "", "application", "http"),
    "programs": ("", "", "", "sockets"),
}
"""The domains of our topics, in the order of :data:`BLUEPRINTS`; "" where the exam has none for it."""
IN_NO_CERTIFICATE: Mapping[str, str] = MappingProxyType({CCNA.id: "", NETWORK_PLUS.id: ""})
"""The domains of templates that go deeper than CCNA and Network+ do, though their topics belong there."""


def domains(topic: str) -> Mapping[str, str]:
    """The domains of a topic, by blueprint."""
    return dict(zip(BLUEPRINTS, _OF_TOPIC[topic], strict=True))


def blueprint(name: str) -> Blueprint:
    """The blueprint of this id; raises :class:`~sim.words.TextError`."""
    if name not in BLUEPRINTS:
        names = tuple(BLUEPRINTS)
        raise TextError(f"there is no blueprint {name!r}", suggestion(name, names, "there are", "and"))
    return BLUEPRINTS[name]


def covered(blueprint: Blueprint) -> tuple[str, ...]:
    """The domains of a blueprint about which there are templates: a paper is weighted over these."""
    here = {domains(topic)[blueprint.id] for topic in _OF_TOPIC}
    return tuple(domain for domain in blueprint.domains if domain in here)


def shared(weights: Mapping[str, int], count: int) -> dict[str, int]:
    """Whole numbers in proportion to weights (by largest remainder), ``count`` together."""
    total = sum(weights.values())
    shares = {key: count * weight // total for key, weight in weights.items()}
    by_rest = sorted(weights, key=lambda key: -(count * weights[key] % total))
    for key in by_rest[: count - sum(shares.values())]:
        shares[key] += 1
    return shares


def weights_here(blueprint: Blueprint) -> dict[str, int]:
    """The weights in percent of the domains that are covered, which have those of the others as well."""
    return shared({domain: blueprint.weights[domain] for domain in covered(blueprint)}, 100)


_NOT_COVERED: Wording = {
    "en": "Not covered (a domain without questions gives its weight to the others):",
    "zh": "未涉及的内容（没有题目的领域，其比重分给其余领域）：",
}


_LACKS: Wording = {"en": "{domain}: {what}.", "zh": "{domain}：{what}。"}


def missing_lines(blueprint: Blueprint, language: str = "en") -> tuple[str, ...]:
    """What no question is about, by domain, with a line before that says so; nothing where nothing is told."""
    lines = [
        said(_LACKS, language).format(domain=said(blueprint.domains[domain], language), what=said(what, language))
        for domain, what in blueprint.missing.items()
    ]
    return (said(_NOT_COVERED, language), *lines) if lines else ()
