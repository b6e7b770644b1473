"""What learners believe about switches."""

from sim.exam.question import Misconception

FLOODS_KNOWN = Misconception(
    "switch.floods-known",
    {"en": "A switch sends every frame out of all ports.", "zh": "交换机把每个帧都从所有端口发出。"},
    {
        "en": "{mac} stands in the MAC address table, so the frame leaves by one port, as no hub would do.",
        "zh": "MAC 地址表中有 {mac}，所以帧只从一个端口发出。只有集线器才发往所有端口。",
    },
)
NO_FLOOD = Misconception(
    "switch.no-flood",
    {"en": "A switch knows at once where a station is.", "zh": "交换机一开始就知道站点在哪个端口。"},
    {
        "en": "The table has no row for {mac} yet. Until a frame comes from there, the switch must send to all ports.",
        "zh": "表中还没有 {mac}。在收到它发出的帧之前，交换机只能发往所有端口。",
    },
)
BACK_OUT = Misconception(
    "switch.back-out",
    {"en": "A flooded frame also goes back where it came from.", "zh": "泛洪的帧也会从入端口送回。"},
    {
        "en": "The frame came in at port {port}. A switch never sends a frame back out of that port.",
        "zh": "帧从端口 {port} 进入。交换机不会把帧从入端口送回去。",
    },
)
LEARNS_DESTINATION = Misconception(
    "switch.learns-destination",
    {"en": "A switch learns the destination address.", "zh": "交换机学习目的地址。"},
    {
        "en": "The destination says who is sought, not where. Only the source tells who is behind port {port}.",
        "zh": "目的地址只说明要找谁。只有源地址才能说明端口 {port} 后面是谁。",
    },
)
LEARNS_OUT_PORT = Misconception(
    "switch.learns-out-port",
    {"en": "The address is learned with the port by which the frame leaves.", "zh": "记录的是帧发出的端口。"},
    {
        "en": "{mac} sent the frame, which came in at port {port}. So {mac} is behind port {port}.",
        "zh": "{mac} 发出的帧从端口 {port} 进入，所以 {mac} 在端口 {port} 后面。",
    },
)
LEARNS_BROADCAST = Misconception(
    "switch.learns-broadcast",
    {"en": "A switch learns the broadcast address.", "zh": "交换机学习广播地址。"},
    {
        "en": "No frame ever comes from the broadcast address, and only source addresses are learned.",
        "zh": "没有帧的源地址是广播地址，而交换机只学习源地址。",
    },
)
LEARNS_IP = Misconception(
    "switch.learns-ip",
    {"en": "A switch learns IP addresses.", "zh": "交换机学习 IP 地址。"},
    {
        "en": "A layer-2 switch reads MAC addresses only. {ip} is inside the frame, where the switch does not look.",
        "zh": "二层交换机只读 MAC 地址。{ip} 在帧的内部，交换机不会去看。",
    },
)
ALL_KNOWN = Misconception(
    "switch.all-known",
    {"en": "A switch knows all stations that are plugged in.", "zh": "交换机知道所有接上的站点。"},
    {
        "en": "No frame from {node} has come to the switch, so the switch cannot know {node}, plugged in or not.",
        "zh": "交换机还没有收到过 {node} 发送的帧，所以不可能知道它。",
    },
)
LEARNS_RECEIVER = Misconception(
    "switch.learns-receiver",
    {"en": "Whoever receives a frame is learned.", "zh": "收到帧的站点会被学习。"},
    {
        "en": "{node} has received frames, but the switch has got none from it. It learns from what a station sends.",
        "zh": "{node} 收到过帧，但没有向交换机发送过。交换机只从站点发送的帧中学习。",
    },
)
ROUTER_PASSES = Misconception(
    "domain.router-passes",
    {"en": "A router passes broadcasts on.", "zh": "路由器会转发广播。"},
    {
        "en": "{node} is on another interface of a router, and a router does not forward broadcasts.",
        "zh": "{node} 在路由器的另一个接口上，而路由器不转发广播。",
    },
)
SENDER_HEARS = Misconception(
    "domain.sender-hears",
    {"en": "The sender receives its own broadcast.", "zh": "发送者会收到自己的广播。"},
    {
        "en": "{node} sent the frame. No device sends a frame back where it came from.",
        "zh": "{node} 就是发送者。没有设备会把帧从入端口送回去。",
    },
)
COLLISION_IS_BROADCAST = Misconception(
    "domain.collision-is-broadcast",
    {"en": "Each port of a switch is a broadcast domain.", "zh": "交换机的每个端口是一个广播域。"},
    {
        "en": "Each port of a switch is a collision domain of its own. A broadcast leaves by all of these ports.",
        "zh": "交换机的每个端口是一个冲突域，而广播会从所有端口发出。",
    },
)
ALL_ONE_DOMAIN = Misconception(
    "domain.all-one",
    {"en": "What is connected is one broadcast domain.", "zh": "连在一起的就是一个广播域。"},
    {
        "en": "Each interface of a router ends a broadcast domain.",
        "zh": "路由器的每个接口都是一个广播域的边界。",
    },
)
HUB_SPLITS = Misconception(
    "domain.hub-splits",
    {"en": "A hub separates collision domains as a switch does.", "zh": "集线器和交换机一样分隔冲突域。"},
    {
        "en": "A hub repeats every signal at all ports: all its links together are one collision domain.",
        "zh": "集线器在所有端口重复信号：它的所有链路共同组成一个冲突域。",
    },
)
