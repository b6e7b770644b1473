"""What learners believe about ICMP."""

from sim.exam.question import Misconception

OTHER_MESSAGE = Misconception(
    "icmp.other-message",
    {"en": "All ICMP errors say the same.", "zh": "ICMP 差错报文说的都一样。"},
    {
        "en": "This message would say: {other} What happened is: {reason}",
        "zh": "这种报文表示：{other}而这里的情况是：{reason}",
    },
)
SILENT = Misconception(
    "icmp.silent",
    {"en": "A dropped datagram is never reported.", "zh": "被丢弃的数据报从不报告。"},
    {
        "en": "IP promises no delivery, but whoever drops a datagram for such a reason tells its sender by ICMP.",
        "zh": "IP 不保证送达，但因这种原因丢弃数据报的设备会用 ICMP 通知发送方。",
    },
)
FROM_DESTINATION = Misconception(
    "icmp.from-destination",
    {"en": "The destination sends the error.", "zh": "差错报文由目的主机发出。"},
    {
        "en": "{node} has not received the datagram, so it cannot report anything.",
        "zh": "{node} 没有收到数据报，所以无从报告。",
    },
)
FROM_GATEWAY = Misconception(
    "icmp.from-gateway",
    {"en": "The default gateway reports all errors.", "zh": "所有差错都由默认网关报告。"},
    {
        "en": "{node} has forwarded the datagram. Only the device that drops it reports it.",
        "zh": "{node} 已经转发了数据报，只有丢弃它的设备才报告。",
    },
)
TO_PREVIOUS_HOP = Misconception(
    "icmp.to-previous-hop",
    {"en": "The error goes to the neighbour that sent the frame.", "zh": "差错报文发给上一跳。"},
    {
        "en": "The router with {ip} only forwarded the datagram. The error goes to the source in the IP header.",
        "zh": "{ip} 所在的路由器只是转发者。差错报文发给 IP 首部中的源地址。",
    },
)
TO_REPORTER = Misconception(
    "icmp.to-reporter",
    {"en": "The error goes to the router in which it happens.", "zh": "差错报文发给出错的设备。"},
    {
        "en": "{ip} belongs to {node}, which sends the error. The error goes to the source in the IP header.",
        "zh": "{ip} 属于 {node}，差错报文正由它发出，发给 IP 首部中的源地址。",
    },
)
TO_DESTINATION = Misconception(
    "icmp.to-destination",
    {"en": "The error is sent on to the destination.", "zh": "差错报文发给目的主机。"},
    {
        "en": "{ip} never hears of the datagram. It is the sender that has to know.",
        "zh": "{ip} 不知道这个数据报，需要知道的是发送方。",
    },
)
ONE_HOP_FURTHER = Misconception(
    "traceroute.one-further",
    {"en": "The first line of traceroute is the host itself.", "zh": "traceroute 的第一行是主机自己。"},
    {
        "en": "{ip} is on another line. Line {line} shows who answered the probes with a time to live of {line}.",
        "zh": "{ip} 在另一行。第 {line} 行显示回答了生存时间为 {line} 的探测包的设备。",
    },
)
FAR_INTERFACE = Misconception(
    "traceroute.far-interface",
    {"en": "A router answers with the address of its outgoing interface.", "zh": "路由器用出接口的地址回答。"},
    {
        "en": "{ip} is an address of the same router, on another link. It answers with the address on the way back.",
        "zh": "{ip} 是同一路由器在另一段链路上的地址。它用返回路径上的地址回答。",
    },
)
SMALLEST_OF_PATH = Misconception(
    "icmp.smallest-of-path",
    {"en": "The message tells the smallest MTU of the whole path.", "zh": "报文给出整条路径上最小的 MTU。"},
    {
        "en": "The datagram did not get to the link with an MTU of {mtu}. A router tells the MTU of its own next link.",
        "zh": "数据报没有到达 MTU 为 {mtu} 的链路。路由器给出的是自己下一段链路的 MTU。",
    },
)
OWN_MTU = Misconception(
    "icmp.own-mtu",
    {"en": "The message tells the MTU of the first link.", "zh": "报文给出第一段链路的 MTU。"},
    {
        "en": "On that link the datagram did fit. The message tells the MTU of the link that it does not fit.",
        "zh": "数据报能通过那段链路。报文给出的是放不下它的那段链路的 MTU。",
    },
)
LENGTH_AS_MTU = Misconception(
    "icmp.length-as-mtu",
    {"en": "The message repeats the length of the datagram.", "zh": "报文重复数据报的长度。"},
    {
        "en": "The sender knows the length of its datagram. What it does not know is the MTU of the narrow link.",
        "zh": "发送方知道自己数据报的长度，不知道的是窄链路的 MTU。",
    },
)
WITHOUT_HEADER = Misconception(
    "icmp.without-header",
    {"en": "The MTU is told without the IP header.", "zh": "给出的 MTU 不含 IP 首部。"},
    {
        "en": "The MTU counts the whole datagram, with the 20 octets of its header.",
        "zh": "MTU 按整个数据报计算，包括 20 字节首部。",
    },
)
BLOCKED_IS_SAFER = Misconception(
    "icmp.blocked-is-safer",
    {"en": "To block all of ICMP is safer, and does no harm.", "zh": "屏蔽所有 ICMP 更安全，也没有害处。"},
    {
        "en": "Only this ICMP message could tell {sender} the MTU, and {filter} has dropped it. {sender} does not know "
        "that its datagram was too long.",
        "zh": "只有这个 ICMP 报文能把 MTU 告诉 {sender}，而 {filter} 丢弃了它。{sender} 不知道自己的数据报太长。",
    },
)
SMALLEST_AFTER_LOSS = Misconception(
    "icmp.smallest-after-loss",
    {"en": "After a loss a sender tries 576 octets.", "zh": "丢失之后发送方改用 576 字节。"},
    {
        "en": "576 octets is what every host has to accept. {sender} takes the loss for congestion, and sends the same "
        "data again.",
        "zh": "576 字节是每台主机都必须能接收的长度。{sender} 把丢失当作拥塞，重传同样的数据。",
    },
)
REPORT_IS_LOST = Misconception(
    "icmp.every-filter-drops-it",
    {"en": "A filter with rules on ICMP drops every ICMP message.", "zh": "有 ICMP 规则的过滤器会丢弃所有 ICMP 报文。"},
    {
        "en": "The first rule that fits this message lets it pass. So {sender} learns the MTU and sends less at once.",
        "zh": "第一条匹配这个报文的规则放行它。{sender} 得知 MTU，改发更短的报文段。",
    },
)
TCP_IS_FRAGMENTED = Misconception(
    "icmp.tcp-is-fragmented",
    {"en": "The sender cuts its datagram into fragments.", "zh": "发送方把数据报切成分片。"},
    {
        "en": "{sender} makes shorter segments and no fragments. So a datagram may have all {mtu} octets.",
        "zh": "{sender} 改发更短的报文段而不分片，所以数据报可以有完整的 {mtu} 字节。",
    },
)
SMALLEST_THOUGH_TOLD = Misconception(
    "icmp.smallest-though-told",
    {"en": "After such a message a sender tries 576 octets.", "zh": "收到这种报文后发送方改用 576 字节。"},
    {
        "en": "The message tells the MTU, {mtu}. {sender} need not guess.",
        "zh": "报文里写明了 MTU 是 {mtu}，{sender} 不必猜测。",
    },
)
