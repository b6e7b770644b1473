"""What learners believe about spanning tree."""

from sim.exam.question import Misconception

HIGHEST_PRIORITY = Misconception(
    "stp.highest-priority",
    {"en": "The highest priority wins.", "zh": "优先级数值最大的当选。"},
    {
        "en": "{node} has the highest number. In spanning tree, the lower identifier wins.",
        "zh": "{node} 的数值最大。生成树中，标识小的优先。",
    },
)
LOWEST_MAC = Misconception(
    "stp.lowest-mac",
    {"en": "The lowest MAC address wins.", "zh": "MAC 地址最小的当选。"},
    {
        "en": "{node} has the lowest MAC address, but the priority stands in front of it. "
        "Only equal priorities leave the choice to the MAC address.",
        "zh": "{node} 的 MAC 地址最小，但先比较优先级。优先级相同时才比较 MAC 地址。",
    },
)
HIGHEST_MAC = Misconception(
    "stp.highest-mac",
    {"en": "Among equal priorities, the highest MAC address wins.", "zh": "优先级相同时，MAC 地址最大的当选。"},
    {
        "en": "{node} has the lowest priority as well, but among equal priorities the lower MAC address wins.",
        "zh": "{node} 的优先级也最小，但优先级相同时 MAC 地址小的优先。",
    },
)
IN_THE_MIDDLE = Misconception(
    "stp.in-the-middle",
    {"en": "The root is in the middle of the network.", "zh": "根交换机在网络的中央。"},
    {
        "en": "{node} has the most links, but nobody counts links. The identifiers alone decide.",
        "zh": "{node} 的链路最多，但生成树不看链路数量，只比较标识。",
    },
)
BESIDE_THE_OLD = Misconception(
    "stp.beside-the-old-root",
    {"en": "The neighbour of the old root takes over.", "zh": "由旧根的邻居接替。"},
    {
        "en": "{node} was a neighbour of the old root. The lowest identifier among all that are left wins.",
        "zh": "{node} 是旧根的邻居。剩下的交换机中标识最小的当选。",
    },
)
FEWEST_HOPS = Misconception(
    "stp.fewest-hops",
    {"en": "The way over the fewest switches wins.", "zh": "经过交换机最少的路径优先。"},
    {
        "en": "The way with the fewest links costs {cost} here. The costs are added, and the lowest sum wins.",
        "zh": "链路最少的路径开销是 {cost}。把开销相加，和最小的优先。",
    },
)
LOWEST_PORT = Misconception(
    "stp.lowest-port",
    {"en": "The port with the lowest number wins.", "zh": "端口号最小的优先。"},
    {
        "en": "Port numbers decide last. Before them come the cost to the root and the neighbour's identifier.",
        "zh": "端口号最后才比较。先比较到根的开销和邻居的标识。",
    },
)
COUNTS_LINKS = Misconception(
    "stp.counts-links",
    {"en": "The path cost is the number of links.", "zh": "路径开销就是链路数。"},
    {
        "en": "{links} is the number of links. Each link adds its own cost, which follows from its rate.",
        "zh": "{links} 是链路的数量。每段链路按速率有自己的开销，要相加。",
    },
)
LAST_LINK = Misconception(
    "stp.last-link",
    {"en": "The path cost is that of the own root port.", "zh": "路径开销只是自己根端口的开销。"},
    {
        "en": "{cost} is the cost of the last link only. The switches before it have added theirs.",
        "zh": "{cost} 只是最后一段链路的开销，前面的交换机已加上各自的开销。",
    },
)
SLOWEST_LINK = Misconception(
    "stp.slowest-link",
    {"en": "The slowest link blocks.", "zh": "最慢的链路被阻塞。"},
    {
        "en": "{link} has the highest cost, but it blocks only where another way to the root is better.",
        "zh": "{link} 的开销最大，但只有存在更好的通往根的路径时它才会被阻塞。",
    },
)
AT_THE_ROOT = Misconception(
    "stp.at-the-root",
    {"en": "A link of the root blocks.", "zh": "根交换机的链路被阻塞。"},
    {
        "en": "{link} is a link of the root. All ports of the root forward.",
        "zh": "{link} 是根交换机的链路。根的所有端口都转发。",
    },
)
NOT_ROOT_PORT = Misconception(
    "stp.not-root-port",
    {"en": "A port that leads towards the root is the root port.", "zh": "朝向根的端口就是根端口。"},
    {
        "en": "A switch has one root port, with the best way to the root. The root itself has none.",
        "zh": "每台交换机只有一个根端口，即到根最好的路径。根自己没有根端口。",
    },
)
NOT_DESIGNATED = Misconception(
    "stp.not-designated",
    {"en": "Every port that is not the root port is designated.", "zh": "不是根端口的都是指定端口。"},
    {
        "en": "On the link at port {port}, {other} is nearer to the root, or as near with a lower identifier.",
        "zh": "在端口 {port} 的链路上，{other} 离根更近，或同样近而标识更小。",
    },
)
NOT_BLOCKED = Misconception(
    "stp.not-blocked",
    {"en": "A second way between switches is always blocked at both ends.", "zh": "多余的路径两端都阻塞。"},
    {
        "en": "Port {port} forwards. A link needs one designated port, and only the other end may block.",
        "zh": "端口 {port} 在转发。每段链路要有一个指定端口，只有另一端可能阻塞。",
    },
)
SENDS_NOTHING_NEW = Misconception(
    "stp.passes-on",
    {"en": "A switch passes the BPDU of the root on as it is.", "zh": "交换机原样转发根的 BPDU。"},
    {
        "en": "{node} writes a BPDU of its own, with its own cost and identifier.",
        "zh": "{node} 自己写 BPDU，填入自己的开销和标识。",
    },
)
NEXT_COST = Misconception(
    "stp.cost-of-the-receiver",
    {"en": "The cost in a BPDU includes the link that it is sent on.", "zh": "BPDU 中的开销包含发送它的链路。"},
    {
        "en": "The receiver adds the cost of its own port. {node} says its own cost to the root.",
        "zh": "由接收者加上自己端口的开销。{node} 填写的是自己到根的开销。",
    },
)
ALL_ARE_ROOTS = Misconception(
    "stp.all-are-roots",
    {"en": "A switch names itself as the root in its BPDUs.", "zh": "交换机在 BPDU 中把自己写成根。"},
    {
        "en": "{node} did so at first. Since {node} has heard of a lower identifier, it names that one.",
        "zh": "{node} 起初这样写。收到更小的标识后，它就写那个标识。",
    },
)
ONE_DELAY = Misconception(
    "stp.one-delay",
    {"en": "Listening and learning together take one forward delay.", "zh": "监听和学习合计一个转发延迟。"},
    {
        "en": "Each of the two states takes a forward delay of {delay}.",
        "zh": "两个状态各需一个转发延迟 {delay}。",
    },
)
AT_ONCE = Misconception(
    "stp.at-once",
    {"en": "A port forwards as soon as its role is clear.", "zh": "角色一确定，端口就立即转发。"},
    {
        "en": "STP waits for two forward delays of {delay}, so that old news can die out. Only RSTP need not wait.",
        "zh": "STP 要等两个转发延迟 {delay}，让旧信息消失。只有 RSTP 不必等待。",
    },
)
STILL_BLOCKS = Misconception(
    "stp.still-blocks",
    {"en": "A port blocks until it forwards.", "zh": "端口转发之前一直是阻塞。"},
    {
        "en": "A port that is to forward listens first, then learns. Blocking is for ports outside the tree.",
        "zh": "将要转发的端口先监听，再学习。阻塞是不在树上的端口的状态。",
    },
)
