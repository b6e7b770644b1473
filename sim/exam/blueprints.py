"""The blueprints of exams: their domains, how much each counts, and which of our topics belong to which domain."""

from collections.abc import Mapping
from typing import NamedTuple

from sim.languages import Wording


class Blueprint(NamedTuple):
    """An exam: ``weights`` are percent by domain, as its publisher tells them, or equal where none is told."""

    id: str
    title: Wording
    domains: Mapping[str, Wording]
    weights: Mapping[str, int]


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
    "arp": ("1", "1", "link", "arp"),
    "switching": ("2", "2", "link", "switch"),
    "vlan": ("2", "2", "link", "switch"),
    "stp": ("2", "2", "link", "switch"),
    "addressing": ("1", "1", "network", "addressing"),
    "routing": ("3", "2", "network", "router"),
    "ip": ("1", "1", "network", "router"),
    "filters": ("5", "4", "network", "router"),
    "nat": ("4", "2", "network", "router"),
    "icmp": ("3", "5", "network", "icmp"),
    "tcp": ("1", "1", "transport", "tcp"),
    "congestion": ("1", "1", "transport", "tcp"),
    "links": ("1", "3", "link", "switch"),
    "udp": ("1", "1", "transport", "udp"),
    "dhcp": ("4", "3", "application", "dhcp"),
    "dns": ("4", "3", "application", "dns"),
    "http": ("1", "1", "application", "http"),
    "programs": ("6", "1", "application", "sockets"),
}
"""The domains of our topics, in the order of :data:`BLUEPRINTS`."""


def domains(topic: str) -> Mapping[str, str]:
    """The domains of a topic, by blueprint."""
    return dict(zip(BLUEPRINTS, _OF_TOPIC[topic], strict=True))


def covered(blueprint: Blueprint) -> tuple[str, ...]:
    """The domains of a blueprint about which there are templates: a paper is weighted over these."""
    here = {domains(topic)[blueprint.id] for topic in _OF_TOPIC}
    return tuple(domain for domain in blueprint.domains if domain in here)
