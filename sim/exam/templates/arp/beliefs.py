"""What learners believe about ARP and about MAC addresses on the way."""

from sim.exam.question import Misconception

SENDER_ANSWERS = Misconception(
    "arp.sender-answers",
    {"en": "The device that asks also gives the answer.", "zh": "发出请求的设备自己回答。"},
    {
        "en": "{asker} asks because it does not know the MAC address. The owner of the IP address answers.",
        "zh": "{asker} 正因为不知道 MAC 地址才发出请求，由该 IP 地址的拥有者回答。",
    },
)
SWITCH_ANSWERS = Misconception(
    "arp.switch-answers",
    {"en": "The switch answers from its MAC address table.", "zh": "交换机根据它的 MAC 地址表回答。"},
    {
        "en": "{switch} forwards frames by their MAC addresses. It knows no IP addresses and answers no ARP request.",
        "zh": "{switch} 按 MAC 地址转发帧，不知道 IP 地址，也不回答 ARP 请求。",
    },
)
ALL_ANSWER = Misconception(
    "arp.all-answer",
    {"en": "Every device that receives the request answers it.", "zh": "收到请求的每台设备都会回答。"},
    {
        "en": "{other} receives the broadcast, too, but {ip} is not its address. {other} drops the request silently.",
        "zh": "{other} 也收到广播，但 {ip} 不是它的地址，所以直接丢弃，不作回答。",
    },
)
GATEWAY_ANSWERS = Misconception(
    "arp.gateway-answers",
    {"en": "The router answers every ARP request.", "zh": "所有 ARP 请求都由路由器回答。"},
    {
        "en": "{router} receives the broadcast, too, but {ip} is not its address, so {router} does not answer.",
        "zh": "{router} 也收到广播，但 {ip} 不是它的地址，所以不作回答。",
    },
)
ASKS_FOR_FAR_HOST = Misconception(
    "arp.asks-for-far-host",
    {"en": "ARP asks for the MAC address of the final host.", "zh": "ARP 询问最终目的主机的 MAC 地址。"},
    {
        "en": "{ip} is in another network. No broadcast gets there, so {asker} needs the MAC address of the next hop.",
        "zh": "{ip} 在另一个网络，广播到不了那里，所以 {asker} 需要下一跳的 MAC 地址。",
    },
)
ASKS_FOR_GATEWAY = Misconception(
    "arp.asks-for-gateway",
    {"en": "A host always asks for its default gateway.", "zh": "主机总是询问默认网关。"},
    {
        "en": "{destination} is in the network of {asker}. A neighbour gets the frame itself, not the gateway {ip}.",
        "zh": "{destination} 与 {asker} 在同一网络。帧直接发给邻居，不经过网关 {ip}。",
    },
)
ASKS_FOR_ITSELF = Misconception(
    "arp.asks-for-itself",
    {"en": "The request names the address of the host that asks.", "zh": "请求里问的是发送者自己的地址。"},
    {
        "en": "{ip} is the address of {asker} itself. It stands in the request as the sender, not as what is sought.",
        "zh": "{ip} 是 {asker} 自己的地址，在请求中是发送方，而不是要找的地址。",
    },
)
ASKS_FOR_BROADCAST = Misconception(
    "arp.asks-for-broadcast",
    {"en": "The request asks for the broadcast address.", "zh": "请求里问的是广播地址。"},
    {
        "en": "The frame goes to the broadcast MAC address, but what the request asks for is one IP address.",
        "zh": "帧发往广播 MAC 地址，但请求里问的是一个具体的 IP 地址。",
    },
)
END_TO_END = Misconception(
    "mac.end-to-end",
    {"en": "MAC addresses stay the same from end to end.", "zh": "MAC 地址从头到尾不变。"},
    {
        "en": "{owner} is in another network. Each router writes a new frame: MAC addresses change at each hop.",
        "zh": "{owner} 在另一个网络。每个路由器都重新封装帧，所以 MAC 地址逐跳改变。",
    },
)
SWITCH_REWRITES = Misconception(
    "mac.switch-rewrites",
    {"en": "A switch writes its own MAC address into frames.", "zh": "交换机把自己的 MAC 地址写入帧。"},
    {
        "en": "{switch} sends the frame on as it is. Only a router writes a new frame.",
        "zh": "{switch} 原样转发帧，只有路由器才重新封装。",
    },
)
OTHER_SIDE = Misconception(
    "mac.other-side",
    {
        "en": "A router keeps the addresses of the link where the frame came in.",
        "zh": "路由器沿用入口链路上的 MAC 地址。",
    },
    {
        "en": "{owner} is in another network. A frame has the addresses of the host or router that sends it and of the "
        "next one.",
        "zh": "{owner} 在另一个网络。帧中写的是发出它的主机或路由器的地址，以及下一台接收者的地址。",
    },
)
BROADCAST_ALWAYS = Misconception(
    "mac.broadcast-always",
    {"en": "Frames go to the broadcast address.", "zh": "帧总是发往广播地址。"},
    {
        "en": "Only what is for everyone is broadcast. The sender knows the receiver's MAC address, and writes it.",
        "zh": "只有发给所有人的帧才广播。发送方知道接收方的 MAC 地址，就写这个地址。",
    },
)
SWAPPED = Misconception(
    "mac.swapped",
    {"en": "The two addresses of a frame are taken for one another.", "zh": "混淆了源地址与目的地址。"},
    {
        "en": "{owner} is the other one of its two addresses: the frame goes from {sender} to {receiver}.",
        "zh": "{owner} 是帧的另一个地址：帧从 {sender} 发往 {receiver}。",
    },
)
EVERYONE_LEARNS = Misconception(
    "arp.everyone-learns",
    {"en": "Everyone who hears the request notes the sender.", "zh": "听到请求的每台设备都记下发送者。"},
    {
        "en": "{node} hears the request, but it is not for {node}, so {node} adds no row.",
        "zh": "{node} 听到请求，但请求不是给它的，所以不添加表项。",
    },
)
SWITCH_HAS_CACHE = Misconception(
    "arp.switch-has-cache",
    {"en": "A switch keeps an ARP table.", "zh": "交换机有 ARP 表。"},
    {
        "en": "{switch} is a layer-2 switch. It has a MAC address table with ports, and no ARP table.",
        "zh": "{switch} 是二层交换机，只有记录端口的 MAC 地址表，没有 ARP 表。",
    },
)
ROUTER_PASSES_BROADCAST = Misconception(
    "arp.router-passes-broadcast",
    {"en": "A router passes the broadcast on.", "zh": "路由器会转发广播。"},
    {
        "en": "{node} is behind a router, and a router does not forward broadcasts.",
        "zh": "{node} 在路由器的另一侧，而路由器不转发广播。",
    },
)
REPLY_IS_BROADCAST = Misconception(
    "arp.reply-is-broadcast",
    {"en": "The reply is broadcast like the request.", "zh": "应答和请求一样是广播。"},
    {
        "en": "The request has told who asks. So the reply goes to {asker} alone.",
        "zh": "请求里已写明是谁在问，所以应答只发给 {asker}。",
    },
)
REPLY_TO_ITSELF = Misconception(
    "arp.reply-to-itself",
    {"en": "The reply is addressed to the MAC address that was sought.", "zh": "应答发往被询问的 MAC 地址。"},
    {
        "en": "This is the address that the reply tells. The reply is sent from it, to {asker}.",
        "zh": "这是应答要告知的地址。应答由它发出，发往 {asker}。",
    },
)
ZERO_IS_AN_ADDRESS = Misconception(
    "arp.zero-is-an-address",
    {"en": "An ARP frame is sent to 00:00:00:00:00:00.", "zh": "ARP 帧发往 00:00:00:00:00:00。"},
    {
        "en": "Zeros say that an address is not known. They stand in the request, where the sought address goes.",
        "zh": "全零表示地址未知，它出现在请求里要找的地址的位置上。",
    },
)
