"""ping。"""

from sim.features.ping import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.REQUEST: Text(
        "发送回显请求",
        "ping 向 {dst} 发送序号为 {sequence} 的回显请求。如果 {dst} 在，它会送回回显应答。",
    ),
    rules.INTERVAL: Text(
        "发下一个请求之前等待",
        "ping 等待 {ns}，然后发送下一个请求。",
    ),
    rules.UNTIL_THE_END: Text(
        "一直询问到运行结束",
        "用 -t 时，ping 一直询问，直到有人按 Ctrl-C。这里由运行的结束代替。",
    ),
    rules.LAST_WAIT: Text(
        "等待最后的应答",
        "ping 已经发出最后一个请求。它最多再等 {ns}，接收还在途中的应答。",
    ),
    rules.AT_ONCE: Text(
        "立即发送下一个请求", "前一个请求得到回答或丢失，所以 ping 立即发送下一个请求，和 Cisco IOS 一样。"
    ),
}
