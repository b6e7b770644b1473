"""What learners believe about virtual LANs."""

from sim.exam.question import Misconception

ONE_DOMAIN = Misconception(
    "vlan.one-domain",
    {"en": "A switch sends to all ports, whatever the VLAN.", "zh": "交换机不管 VLAN，发往所有端口。"},
    {
        "en": "Port {port} is not in VLAN {vlan}. A frame leaves by the ports of its own VLAN only.",
        "zh": "端口 {port} 不属于 VLAN {vlan}。帧只从所在 VLAN 的端口发出。",
    },
)
TRUNK_CARRIES_ALL = Misconception(
    "vlan.trunk-carries-all",
    {"en": "A trunk carries every VLAN.", "zh": "中继链路承载所有 VLAN。"},
    {
        "en": "Port {port} is a trunk, but VLAN {vlan} is not among those that it carries.",
        "zh": "端口 {port} 是中继端口，但它不承载 VLAN {vlan}。",
    },
)
HOSTS_OF_THE_SWITCH = Misconception(
    "vlan.hosts-of-the-switch",
    {"en": "All hosts on a switch receive a broadcast.", "zh": "同一交换机上的所有主机都收到广播。"},
    {
        "en": "{node} is at a port of VLAN {vlan}, and the frame is not in this VLAN there. "
        "Each VLAN is a broadcast domain.",
        "zh": "{node} 接在 VLAN {vlan} 的端口上，而帧在那里不属于这个 VLAN。每个 VLAN 是一个广播域。",
    },
)
SAME_NUMBER = Misconception(
    "vlan.same-number",
    {"en": "Hosts with the same VLAN number always hear each other.", "zh": "VLAN 编号相同的主机总能互通。"},
    {
        "en": "{node} is in VLAN {vlan} as well, but the frame does not cross the trunk in VLAN {vlan}.",
        "zh": "{node} 也属于 VLAN {vlan}，但帧没有以 VLAN {vlan} 的身份通过中继链路。",
    },
)
PORT_TELLS = Misconception(
    "vlan.port-tells",
    {"en": "A switch knows the VLAN by the port, so nothing needs a tag.", "zh": "交换机由端口得知 VLAN，不需要标签。"},
    {
        "en": "Frames of several VLANs cross {link}. Only the tag tells the other end that this one is in VLAN {vlan}.",
        "zh": "{link} 上有多个 VLAN 的帧。只有标签才能告诉对端这一帧属于 VLAN {vlan}。",
    },
)
HOSTS_SEE_TAGS = Misconception(
    "vlan.hosts-see-tags",
    {"en": "Frames have a tag on every link.", "zh": "帧在每段链路上都带标签。"},
    {
        "en": "{link} ends at an access port of VLAN {vlan}. There frames have no tag: a host knows nothing of VLANs.",
        "zh": "{link} 接在 VLAN {vlan} 的接入端口上，那里的帧不带标签：主机不知道 VLAN。",
    },
)
NATIVE_TAGGED = Misconception(
    "vlan.native-tagged",
    {"en": "On a trunk every frame has a tag.", "zh": "中继链路上每个帧都带标签。"},
    {
        "en": "VLAN {vlan} is the native VLAN of the trunk. Its frames cross {link} without a tag.",
        "zh": "VLAN {vlan} 是中继端口的本征 VLAN，它的帧通过 {link} 时不带标签。",
    },
)
NATIVE_FOR_ALL = Misconception(
    "vlan.native-for-all",
    {"en": "All frames on a trunk are in the native VLAN.", "zh": "中继链路上的帧都属于本征 VLAN。"},
    {
        "en": "VLAN {native} is for frames without a tag only.",
        "zh": "VLAN {native} 只用于不带标签的帧。",
    },
)
DEFAULT_VLAN = Misconception(
    "vlan.default",
    {"en": "What is not said otherwise is in VLAN 1.", "zh": "没有说明的都属于 VLAN 1。"},
    {
        "en": "VLAN 1 is only where nothing else is configured. Here it is configured.",
        "zh": "只有没有配置时才是 VLAN 1，而这里有配置。",
    },
)
OTHER_END = Misconception(
    "vlan.other-end",
    {"en": "A frame changes to the VLAN of its receiver.", "zh": "帧会变成接收者的 VLAN。"},
    {
        "en": "No switch moves a frame to VLAN {other}: it stays in the VLAN where it came in.",
        "zh": "交换机不会把帧转到 VLAN {other}：帧留在进入时的 VLAN 中。",
    },
)
REMEMBERS = Misconception(
    "vlan.remembers",
    {"en": "A frame without a tag still knows its VLAN.", "zh": "不带标签的帧仍然知道自己的 VLAN。"},
    {
        "en": "The frame has no tag, so nothing in it says VLAN {vlan}. The port where it comes in decides.",
        "zh": "帧不带标签，里面没有任何内容说明 VLAN {vlan}。由进入的端口决定。",
    },
)
TAG_STAYS = Misconception(
    "vlan.tag-stays",
    {"en": "A router sends a datagram on with the tag that it came with.", "zh": "路由器转发时保留原来的标签。"},
    {
        "en": "The router writes a new frame for another interface, that of VLAN {vlan}.",
        "zh": "路由器为另一个接口（VLAN {vlan}）写一个新的帧。",
    },
)
NOT_THE_VLANS = Misconception(
    "vlan.not-the-vlans",
    {"en": "If hosts do not reach each other, their VLANs differ.", "zh": "主机不通，就是 VLAN 不同。"},
    {
        "en": "{sender} and {target} are both in VLAN {vlan}.",
        "zh": "{sender} 和 {target} 都属于 VLAN {vlan}。",
    },
)
NOT_THE_TRUNK = Misconception(
    "vlan.not-the-trunk",
    {"en": "If hosts do not reach each other, the trunk lacks the VLAN.", "zh": "主机不通，就是中继不承载其 VLAN。"},
    {
        "en": "Both ends of the trunk carry VLAN {vlan}.",
        "zh": "中继链路两端都承载 VLAN {vlan}。",
    },
)
NOT_THE_NATIVE = Misconception(
    "vlan.not-the-native",
    {"en": "If hosts do not reach each other, the native VLANs differ.", "zh": "主机不通，就是本征 VLAN 不一致。"},
    {
        "en": "Both ends of the trunk have the native VLAN {native}.",
        "zh": "中继链路两端的本征 VLAN 都是 {native}。",
    },
)
