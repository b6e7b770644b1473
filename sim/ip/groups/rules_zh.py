"""组播组。"""

from sim.ip.groups import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.JOINED: Text(
        "加入组播组",
        "本机上有人要收听组 {group}。从现在起，{port} 也接收发往 {mac} 的帧，这是该组的 MAC 地址。",
    ),
    rules.CHANGED: Text(
        "收听的范围变了",
        "本机上有人改变了在 {port} 上收听组 {group} 中的哪些发送方。只要本机上有人要听，接口就收听。",
    ),
    rules.SHARED: Text(
        "组的收听者变了",
        "在 {port} 上收听组 {group} 的收听者的数目变了。对网络来说没有变化。",
    ),
    rules.LEFT: Text(
        "离开组播组",
        "本机上不再有人要在 {port} 上收听组 {group}，所以 {port} 离开这个组。",
    ),
    rules.SOURCE_UNWANTED: Text(
        "组中不要的发送方",
        "接口 {port} 在组 {dst} 中，但本机上没有人要收听 {src} 发到那里的内容，所以丢弃这个数据报。",
    ),
    rules.HEARD_HERE: Text(
        "发送方自己也收到",
        "本机自己也在 {port} 上加入了组 {dst}，所以它发给这个组的内容，自己也得到一份。",
    ),
    rules.KEPT_INSIDE: Text(
        "TTL 为 0，不出本机",
        "发往组 {dst} 的数据报的 TTL 是 0。这样的数据报不离开本机。",
    ),
}
