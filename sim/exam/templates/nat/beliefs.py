"""What learners believe about network address translation."""

from sim.exam.question import Misconception

INSIDE_IS_SEEN = Misconception(
    "nat.inside-is-seen",
    {"en": "The server sees the private address.", "zh": "服务器看到的是私有地址。"},
    {
        "en": "{router} has replaced {ip} before the datagram left. No answer could find its way to {ip}.",
        "zh": "{router} 在数据报发出前已替换 {ip}。发往 {ip} 的应答无法到达。",
    },
)
ROUTER_INSIDE = Misconception(
    "nat.router-inside",
    {"en": "The router puts its inside address into the header.", "zh": "路由器填入自己的内部地址。"},
    {
        "en": "{ip} is the address of {router} inside. Outside, only its outside address is known.",
        "zh": "{ip} 是 {router} 的内部地址。外部只知道它的外部地址。",
    },
)
ROUTER_CALLS = Misconception(
    "nat.router-calls",
    {"en": "An inside server sees the router as the caller.", "zh": "内部服务器看到的来访者是路由器。"},
    {
        "en": "On the way in, only the destination is translated. {ip} is not the source.",
        "zh": "进入时只转换目的地址，源地址不是 {ip}。",
    },
)
SELF = Misconception(
    "nat.source-is-destination",
    {"en": "Translation exchanges both addresses.", "zh": "地址转换把两个地址对调。"},
    {
        "en": "{ip} is the other end of the datagram. Each end stays on its side of the header.",
        "zh": "{ip} 是数据报的另一端，首部中两端的位置不变。",
    },
)
OUTSIDE_STAYS = Misconception(
    "nat.outside-stays",
    {"en": "The inside host sees the public address as its own.", "zh": "内部主机看到自己的公网地址。"},
    {
        "en": "{ip} belongs to the router. No inside host has it, so the destination has to be replaced.",
        "zh": "{ip} 属于路由器，内部主机没有这个地址，所以必须替换目的地址。",
    },
)
OTHER_HOST = Misconception(
    "nat.other-host",
    {"en": "The inside port tells the host.", "zh": "内部端口决定主机。"},
    {
        "en": "{ip} has another mapping. The outside port of the datagram decides which row is meant.",
        "zh": "{ip} 是另一个映射。由数据报中的外部端口决定是哪一行。",
    },
)
PORT_STAYS = Misconception(
    "nat.port-stays",
    {"en": "NAT changes addresses, and ports stay.", "zh": "NAT 只改地址，端口不变。"},
    {
        "en": "{port} is the port outside. The mapping says which port it is inside.",
        "zh": "{port} 是外部端口，映射说明对应的内部端口。",
    },
)
ONE_FOR_EACH_CONNECTION = Misconception(
    "nat.one-for-each-connection",
    {"en": "Each remote end needs a mapping of its own.", "zh": "每个远端都需要单独的映射。"},
    {
        "en": "Here a mapping is for an inside address and port, whoever is called from there.",
        "zh": "这里的映射只看内部地址和端口，不管呼叫的是谁。",
    },
)
ONE_FOR_EACH_HOST = Misconception(
    "nat.one-for-each-host",
    {"en": "Each inside host needs one mapping.", "zh": "每台内部主机只需一个映射。"},
    {
        "en": "Each inside port that sends needs an outside port, so a host can have several mappings.",
        "zh": "每个发送的内部端口都需要一个外部端口，所以一台主机可以有多个映射。",
    },
)
ONE_FOR_EACH_DATAGRAM = Misconception(
    "nat.one-for-each-datagram",
    {"en": "Each datagram gets a mapping.", "zh": "每个数据报得到一个映射。"},
    {
        "en": "A datagram of the same inside address and port uses the mapping that is there.",
        "zh": "内部地址和端口相同的数据报使用已有的映射。",
    },
)
OPEN_TO_ALL = Misconception(
    "nat.open-to-all",
    {"en": "A mapping lets everybody in.", "zh": "有了映射，任何人都能进来。"},
    {
        "en": "The filter lets in only those that the inside host has sent to. {ip} is not among them.",
        "zh": "过滤只放行内部主机发送过的对象，{ip} 不在其中。",
    },
)
ADDRESS_IS_ENOUGH = Misconception(
    "nat.address-is-enough",
    {"en": "Who has been called may call back from any port.", "zh": "被呼叫过的主机可以从任何端口回呼。"},
    {
        "en": "This filter looks at the port as well, and nobody has sent to port {port} of {ip}.",
        "zh": "这种过滤还检查端口，而没有人向 {ip} 的端口 {port} 发送过。",
    },
)
BOTH_REFRESH = Misconception(
    "nat.both-refresh",
    {"en": "Each datagram keeps a mapping alive, also one that comes in.", "zh": "进来的数据报也能延长映射。"},
    {
        "en": "What comes in does not count: else anybody outside could keep the mapping alive (RFC 4787 REQ-6).",
        "zh": "进来的不算，否则外部任何人都能让映射一直存在（RFC 4787 REQ-6）。",
    },
)
FIRST_COUNTS = Misconception(
    "nat.first-counts",
    {"en": "A mapping lasts for a fixed time from its beginning.", "zh": "映射从建立起只存在固定的时间。"},
    {
        "en": "Each datagram that goes out gives the mapping its full time again.",
        "zh": "每个发出的数据报都使映射重新计时。",
    },
)
