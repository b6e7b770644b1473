"""What learners believe about IPv4 addresses, masks and networks."""

from sim.exam.question import Misconception

BY_CLASS = Misconception(
    "mask.by-class",
    {"en": "The first octet tells the mask (/8, /16 or /24).", "zh": "由首字节的类别决定掩码（/8、/16 或 /24）。"},
    {
        "en": "Classes are history. Only the mask tells where the network part ends: here after {length} bits.",
        "zh": "地址分类已成历史。只有掩码说明网络部分到哪里为止：这里是 {length} 位。",
    },
)
WHOLE_OCTETS = Misconception(
    "mask.whole-octets",
    {"en": "The network part ends at an octet.", "zh": "网络部分总在字节边界结束。"},
    {
        "en": "A mask of {length} ones ends within an octet, or elsewhere than assumed: compare bit by bit.",
        "zh": "长度为 {length} 的掩码不在所想的字节边界结束，要逐位比较。",
    },
)
ADDRESS_IS_NETWORK = Misconception(
    "mask.address-is-network",
    {"en": "The network is written with the address of a host.", "zh": "网络用某台主机的地址书写。"},
    {
        "en": "In the address of the network all host bits are 0. {address} has some that are 1.",
        "zh": "网络地址的主机位全为 0，而 {address} 有为 1 的主机位。",
    },
)
ALWAYS_255 = Misconception(
    "mask.always-255",
    {"en": "The broadcast address ends in .255.", "zh": "广播地址总以 .255 结尾。"},
    {
        "en": "In the broadcast address all host bits are 1: all behind the {length} ones, not just the last 8.",
        "zh": "广播地址的主机位全为 1。掩码有 {length} 个 1，最后一个字节由此得出。",
    },
)
LAST_USABLE = Misconception(
    "mask.last-usable",
    {"en": "The last usable address is the broadcast address.", "zh": "最后一个可用地址就是广播地址。"},
    {
        "en": "The highest address of the network is the broadcast address. One below it a host may have.",
        "zh": "网络中最大的地址是广播地址，比它小一的地址可以分配给主机。",
    },
)
NEXT_NETWORK = Misconception(
    "mask.next-network",
    {"en": "The next network begins at the broadcast address.", "zh": "下一个网络从广播地址开始。"},
    {
        "en": "{address} belongs to the next network already: the broadcast address is one below it.",
        "zh": "{address} 已属于下一个网络，广播地址比它小一。",
    },
)
TWO_TO_THE_N = Misconception(
    "hosts.two-to-the-n",
    {"en": "n host bits give 2^n hosts.", "zh": "n 个主机位可以有 2^n 台主机。"},
    {
        "en": "Two of these addresses are no host's: the address of the network, and its broadcast address.",
        "zh": "其中两个地址不能分配给主机：网络地址和广播地址。",
    },
)
ONE_RESERVED = Misconception(
    "hosts.one-reserved",
    {"en": "Only one address of a network is reserved.", "zh": "网络中只有一个地址被保留。"},
    {
        "en": "Both the lowest address (the network) and the highest (broadcast) are reserved.",
        "zh": "最小的地址（网络）和最大的地址（广播）都被保留。",
    },
)
NETWORK_BITS = Misconception(
    "hosts.network-bits",
    {"en": "The number of hosts follows from the ones of the mask.", "zh": "主机数由掩码中 1 的个数算出。"},
    {
        "en": "The ones are the network part. The hosts are counted by the {bits} zeros.",
        "zh": "1 是网络部分，主机数由 {bits} 个 0 决定。",
    },
)
ONE_BIT_LESS = Misconception(
    "need.one-bit-less",
    {"en": "A network of 2^n addresses is enough for 2^n hosts.", "zh": "2^n 个地址的网络够 2^n 台主机用。"},
    {
        "en": "A /{length} has only {hosts} addresses for hosts, which is not enough.",
        "zh": "/{length} 只有 {hosts} 个主机地址，不够用。",
    },
)
ONE_BIT_MORE = Misconception(
    "need.one-bit-more",
    {"en": "To be safe, the network is taken twice as large.", "zh": "为保险起见取大一倍的网络。"},
    {
        "en": "A /{length} is large enough, but it is not the smallest: more than half of it is wasted.",
        "zh": "/{length} 够大，但不是最小的：浪费一半以上的地址。",
    },
)
LOWEST_IS_HOST = Misconception(
    "hosts.lowest-is-host",
    {"en": "The first host has the lowest address of the network.", "zh": "第一台主机用网络中最小的地址。"},
    {
        "en": "The lowest address is that of the network itself. The first host has the next one.",
        "zh": "最小的地址是网络本身的地址，第一台主机用下一个。",
    },
)
HIGHEST_IS_HOST = Misconception(
    "hosts.highest-is-host",
    {"en": "The last host has the highest address of the network.", "zh": "最后一台主机用网络中最大的地址。"},
    {
        "en": "The highest address is the broadcast address. The last host has the one before.",
        "zh": "最大的地址是广播地址，最后一台主机用它前面的一个。",
    },
)
SAME_OCTETS = Misconception(
    "network.same-octets",
    {"en": "Addresses with the same first octets are in one network.", "zh": "前几个字节相同就在同一网络。"},
    {
        "en": "With a mask of {length} ones, {address} differs from {own} within the network part.",
        "zh": "掩码长度为 {length} 时，{address} 与 {own} 的网络部分不同。",
    },
)
FAR_AWAY = Misconception(
    "network.far-away",
    {"en": "Any address can be reached directly.", "zh": "任何地址都可以直接到达。"},
    {
        "en": "{address} is in quite another network than {own}/{length}: the frame goes to the gateway.",
        "zh": "{address} 与 {own}/{length} 完全不在同一网络：帧发给网关。",
    },
)
GATEWAY_ALWAYS = Misconception(
    "gateway.always",
    {"en": "Every datagram goes through the gateway.", "zh": "所有数据报都经过网关。"},
    {
        "en": "{destination} is in the network of {host}. A neighbour is reached directly, without the gateway.",
        "zh": "{destination} 与 {host} 在同一网络，邻居直接到达，不经过网关。",
    },
)
GATEWAY_NEVER = Misconception(
    "gateway.never",
    {"en": "A host asks for every destination on its own link.", "zh": "主机在自己的链路上寻找任何目的地址。"},
    {
        "en": "{destination} is outside of the network of {host}, so {host} gives the datagram to a router.",
        "zh": "{destination} 不在 {host} 的网络内，所以 {host} 把数据报交给路由器。",
    },
)
IP_BECOMES_GATEWAY = Misconception(
    "gateway.in-the-header",
    {"en": "The IP destination becomes the router.", "zh": "IP 目的地址变成路由器。"},
    {
        "en": "The datagram keeps {destination} as its destination. Only the frame is addressed to the next hop.",
        "zh": "数据报的目的地址仍是 {destination}，只有帧才发给下一跳。",
    },
)
INVERTED = Misconception(
    "mask.inverted",
    {"en": "The mask marks the host part with ones.", "zh": "掩码用 1 标出主机部分。"},
    {
        "en": "The ones of a mask mark the network part, from the left. This one is inverted (a wildcard mask).",
        "zh": "掩码的 1 从左起标出网络部分。这个是反码（通配符掩码）。",
    },
)
ONE_TOO_LONG = Misconception(
    "mask.one-too-long",
    {"en": "The ones are counted wrongly by one.", "zh": "1 的个数数错一位。"},
    {
        "en": "This mask has {ones} ones, not {length}.",
        "zh": "这个掩码有 {ones} 个 1，不是 {length} 个。",
    },
)
SUMMARY_TOO_LONG = Misconception(
    "summary.too-long",
    {"en": "A summary need not cover every network.", "zh": "汇总不必覆盖每个网络。"},
    {
        "en": "{summary} leaves out {missed}: datagrams for it would not follow the summary.",
        "zh": "{summary} 没有包括 {missed}：发往它的数据报不会匹配该汇总。",
    },
)
SUMMARY_TOO_SHORT = Misconception(
    "summary.too-short",
    {"en": "Any network that covers all is the summary.", "zh": "能覆盖全部的就是汇总。"},
    {
        "en": "{summary} covers them all, but a longer prefix does, too. It draws traffic of other networks.",
        "zh": "{summary} 覆盖全部，但还有更长的前缀也能覆盖。它会引来其他网络的流量。",
    },
)
SUMMARY_SHIFTED = Misconception(
    "summary.not-aligned",
    {"en": "A summary begins at the first of the networks.", "zh": "汇总从第一个网络开始。"},
    {
        "en": "{first} with this mask has host bits that are 1. A network begins at a multiple of its own size.",
        "zh": "{first} 配这个掩码时主机位不全为 0。网络的起点必须是其大小的整数倍。",
    },
)
