"""What learners believe about the IPv4 header on its way."""

from sim.exam.question import Misconception

TTL_UNCHANGED = Misconception(
    "ttl.unchanged",
    {"en": "The time to live does not change on the way.", "zh": "生存时间在途中不变。"},
    {
        "en": "Each router takes one off. {routers:router has|routers have} forwarded the datagram before this link.",
        "zh": "每个路由器减一。到这段链路之前已有 {routers} 个路由器转发过。",
    },
)
TTL_LINKS = Misconception(
    "ttl.counts-links",
    {"en": "Every link takes one off.", "zh": "每经过一段链路就减一。"},
    {
        "en": "Routers count, not links: the sender puts the datagram on its first link with the full time to live.",
        "zh": "计数的是路由器而不是链路：发送方在第一段链路上使用完整的生存时间。",
    },
)
TTL_SWITCHES = Misconception(
    "ttl.switch-counts",
    {"en": "A switch counts the time to live down, too.", "zh": "交换机也把生存时间减一。"},
    {
        "en": "A switch does not look at the IP header. Only the routers count.",
        "zh": "交换机不看 IP 首部，只有路由器计数。",
    },
)
TTL_DESTINATION = Misconception(
    "ttl.destination-reports",
    {"en": "Time exceeded comes from the destination.", "zh": "超时报文来自目的主机。"},
    {
        "en": "The datagram never gets to {node}. The router where the time to live is over drops it and reports it.",
        "zh": "数据报没有到达 {node}。生存时间用完的路由器丢弃它并报告。",
    },
)
TTL_ONE_LATER = Misconception(
    "ttl.one-router-later",
    {"en": "A router still forwards a datagram whose time to live is 1.", "zh": "生存时间为 1 的数据报还会被转发。"},
    {
        "en": "A router that would make it 0 does not forward the datagram, so it never gets to {node}.",
        "zh": "减为 0 的路由器不再转发，所以数据报到不了 {node}。",
    },
)
TTL_ONE_EARLIER = Misconception(
    "ttl.one-router-earlier",
    {"en": "The sender counts already.", "zh": "发送方也减一。"},
    {
        "en": "{node} takes one off, but what is left is enough for the next link.",
        "zh": "{node} 减一之后剩下的仍够经过下一段链路。",
    },
)
HEADER_NOT_COUNTED = Misconception(
    "fragment.header-not-counted",
    {"en": "A fragment carries as many octets of data as the MTU has.", "zh": "每个分片的数据长度等于 MTU。"},
    {
        "en": "The MTU counts the IP header of 20 octets, too: at most {room} octets of data fit into a fragment.",
        "zh": "MTU 也包括 20 字节的 IP 首部：一个分片最多装 {room} 字节数据。",
    },
)
ONE_HEADER = Misconception(
    "fragment.one-header",
    {"en": "Only one fragment has an IP header.", "zh": "只有一个分片有 IP 首部。"},
    {
        "en": "Every fragment is a datagram with an IP header of its own, of 20 octets.",
        "zh": "每个分片都是带有自己 20 字节 IP 首部的数据报。",
    },
)
OFFSET_IN_OCTETS = Misconception(
    "fragment.offset-in-octets",
    {"en": "The offset field counts octets.", "zh": "片偏移字段以字节为单位。"},
    {
        "en": "The field counts units of 8 octets: {octets} octets are written as {units}.",
        "zh": "该字段以 8 字节为单位：{octets} 字节写成 {units}。",
    },
)
OFFSET_WITH_HEADER = Misconception(
    "fragment.offset-with-header",
    {"en": "The headers count in the offset.", "zh": "偏移量中计入首部。"},
    {
        "en": "The offset counts the data of the whole datagram. The headers of the fragments do not count.",
        "zh": "偏移量按原数据报的数据计算，不计各分片的首部。",
    },
)
MORE_INVERTED = Misconception(
    "fragment.more-inverted",
    {"en": "More fragments is set in the last fragment.", "zh": "最后一个分片的 MF 为 1。"},
    {
        "en": "More fragments is 1 in every fragment but the last.",
        "zh": "除最后一个分片外，MF 都为 1。",
    },
)
ROUTER_REASSEMBLES = Misconception(
    "fragment.router-reassembles",
    {"en": "The next router puts the fragments together.", "zh": "下一个路由器重组分片。"},
    {
        "en": "{node} forwards each fragment by itself. Only the destination puts them together.",
        "zh": "{node} 单独转发每个分片，只有目的主机重组。",
    },
)
FRAGMENTER_REASSEMBLES = Misconception(
    "fragment.who-fragments",
    {"en": "Whoever fragments also reassembles.", "zh": "谁分片谁重组。"},
    {
        "en": "{node} has cut the datagram into fragments, which now travel away from it.",
        "zh": "{node} 把数据报切成分片，分片正离它而去。",
    },
)
GATEWAY_IN_HEADER = Misconception(
    "ip.gateway-in-header",
    {"en": "The IP destination becomes the router on each link.", "zh": "每段链路上 IP 目的地址变成路由器。"},
    {
        "en": "{ip} is the next router. Only the frame is addressed to it, by its MAC address; the IP header is not.",
        "zh": "{ip} 是下一跳路由器。它不出现在 IP 首部中：帧用它的 MAC 地址发给它。",
    },
)
ROUTER_AS_SOURCE = Misconception(
    "ip.router-as-source",
    {"en": "A router puts its own address as the source.", "zh": "路由器把自己的地址写成源地址。"},
    {
        "en": "{ip} belongs to the router that forwards. A router does not change the source of a datagram.",
        "zh": "{ip} 是转发的路由器的地址。路由器不改变数据报的源地址。",
    },
)
BOTH_REWRITTEN = Misconception(
    "ip.both-rewritten",
    {"en": "Both IP addresses are those of the link.", "zh": "两个 IP 地址都是这段链路的地址。"},
    {
        "en": "This holds for MAC addresses. IP addresses name the two ends of the way and stay as they are.",
        "zh": "MAC 地址才是这样。IP 地址标明路径的两端，保持不变。",
    },
)
UNCHANGED_FIELD = Misconception(
    "ip.field-changes",
    {"en": "A router changes the addresses and numbers of the datagram.", "zh": "路由器改变数据报的地址和编号。"},
    {
        "en": "The octets of this field are the same before and after {router}.",
        "zh": "该字段的字节在经过 {router} 前后相同。",
    },
)
TTL_SECONDS = Misconception(
    "ttl.counts-seconds",
    {"en": "The time to live counts seconds.", "zh": "生存时间按秒计。"},
    {
        "en": "The way to this link took {seconds} s, but the time to live counts routers. "
        "{routers:router has|routers have} forwarded the datagram before this link.",
        "zh": "到这段链路用了 {seconds} 秒，但生存时间计的是路由器：{routers} 个路由器各减了一。",
    },
)
