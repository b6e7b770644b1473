"""All templates, by their ids; each is imported when somebody asks for it."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from typing import cast

from sim.exam.question import Misconception
from sim.exam.template import Template
from sim.languages import Wording
from sim.words import TextError, suggestion

IDS = (
    "arp/who-answers",
    "arp/reply-destination",
    "arp/asked-for",
    "arp/who-learns",
    "arp/destination-mac",
    "arp/source-mac",
    "arp/cache-row",
    "switching/entry-learned",
    "switching/who-hears",
    "switching/ports-out",
    "switching/table-after",
    "switching/domains",
    "vlan/tag-on-link",
    "vlan/learned-vlan",
    "vlan/ports-out",
    "vlan/stick-tags",
    "vlan/who-receives",
    "vlan/why-not-reached",
    "stp/root-bridge",
    "stp/next-root",
    "stp/path-cost",
    "stp/root-port",
    "stp/port-role",
    "stp/state-after",
    "stp/blocked-link",
    "stp/bpdu-fields",
    "addressing/network-of",
    "addressing/broadcast-of",
    "addressing/host-count",
    "addressing/dotted-mask",
    "addressing/direct-or-gateway",
    "addressing/host-range",
    "addressing/usable-address",
    "addressing/same-network",
    "addressing/mask-for-hosts",
    "addressing/summary",
    "routing/next-device",
    "routing/path",
    "routing/longest-prefix",
    "routing/why-dropped",
    "routing/where-dropped",
    "ip/ttl-on-link",
    "ip/link-of-ttl",
    "ip/header-addresses",
    "ip/reassembler",
    "ip/changed-fields",
    "ip/who-expires",
    "ip/fragment-count",
    "ip/fragment-row",
    "filters/verdict",
    "filters/which-rule",
    "filters/established",
    "filters/connection-state",
    "filters/shadowed",
    "nat/source-seen",
    "nat/forwarded-to",
    "nat/reply-destination",
    "nat/mapping-count",
    "nat/mapping-ends",
    "nat/who-gets-in",
    "icmp/message-type",
    "icmp/error-receiver",
    "icmp/error-sender",
    "icmp/traceroute-line",
    "icmp/mtu-told",
    "icmp/blocked-report",
    "links/transfer-time",
    "tcp/reply-to-syn",
    "tcp/syn-ack-numbers",
    "tcp/third-segment",
    "tcp/ports-of-answer",
    "tcp/next-seq",
    "tcp/ack-of-data",
    "tcp/segment-count",
    "tcp/teardown-order",
    "tcp/which-establishes",
    "tcp/state-after",
    "tcp/ack-of-fin",
    "tcp/time-wait",
    "tcp/window-told",
    "tcp/duplicate-ack",
    "tcp/which-is-again",
    "tcp/may-send",
    "congestion/backoff",
    "congestion/rounds",
    "congestion/three-duplicates",
    "congestion/after-timeout",
    "congestion/rto",
    "links/window-throughput",
    "udp/lengths",
    "udp/recvfrom-length",
    "dhcp/order",
    "dhcp/addresses",
    "dhcp/timers",
    "dhcp/chosen-server",
    "dns/who-answers",
    "dns/query-count",
    "dns/ttl-left",
    "dns/change-seen",
    "http/connections",
    "http/round-trips",
    "http/not-modified",
    "programs/first-recv",
    "programs/which-blocks",
    "programs/what-accept-returns",
    "programs/client-port",
    "programs/which-wakes",
    "programs/recv-count",
    "programs/what-prints",
)
"""In the order of the topics, and of a topic from easy to hard."""
_TITLES: Mapping[str, Wording] = {
    "switching": {"en": "switching", "zh": "交换"},
    "addressing": {"en": "addressing", "zh": "编址与子网"},
    "routing": {"en": "routing", "zh": "路由"},
    "ip": {"en": "ip", "zh": "IP 数据报"},
    "filters": {"en": "filters", "zh": "过滤规则"},
    "links": {"en": "links", "zh": "链路与时延"},
    "congestion": {"en": "congestion", "zh": "拥塞控制"},
    "programs": {"en": "programs", "zh": "程序"},
}
"""Of topics that are not called alike in every language."""


@cache
def template(name: str) -> Template:
    """The template of this id; raises :class:`~sim.words.TextError`."""
    if name not in IDS:
        raise TextError(f"there is no question template {name!r}", suggestion(name, IDS))
    module = import_module(f"sim.exam.templates.{name.replace('/', '.').replace('-', '_')}")
    return cast(Template, module.TEMPLATE)


def topic_title(topic: str) -> Wording:
    """What a topic is called."""
    return _TITLES.get(topic, {"en": topic, "zh": topic.upper()})


@cache
def beliefs(topic: str) -> Mapping[str, Misconception]:
    """The misconceptions of a topic by their ids; none of a topic that there is not any more."""
    if topic not in topics():
        return {}
    module = import_module(f"sim.exam.templates.{topic}.beliefs")
    return {each.id: each for each in vars(module).values() if isinstance(each, Misconception)}


def topics() -> tuple[str, ...]:
    """The topics of all templates, in their order."""
    return tuple(dict.fromkeys(name.partition("/")[0] for name in IDS))


def templates(wanted: Iterable[str] = ()) -> tuple[Template, ...]:
    """The templates of these topics, or these templates themselves; all of them where nothing is wanted.

    Raises :class:`~sim.words.TextError` for what is neither.
    """
    chosen = list(wanted) or list(topics())
    known = (*topics(), *IDS)
    for name in chosen:
        if name not in known:
            raise TextError(
                f"there is no topic {name!r}", suggestion(name, topics(), "there are", "and", most=len(topics()))
            )
    return tuple(template(name) for name in IDS if name in chosen or name.partition("/")[0] in chosen)
