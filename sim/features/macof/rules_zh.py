"""主机为什么发送带虚假地址的帧。"""

from sim.features.macof import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.SENT: Text(
        "带虚假地址的帧",
        "macof 发出一个帧，源地址 {mac} 是它编造的。相信它的交换机会在 MAC 地址表里给这个地址一行。",
    ),
}
