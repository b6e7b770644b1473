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
        "en": "{router} answers only for its own address. The request asks for {ip}, which another device has.",
        "zh": "{router} 只为自己的地址回答。这个请求问的是 {ip}，它属于另一台设备。",
    },
)
