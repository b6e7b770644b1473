"""连接表：什么开始一个连接、推动它的状态、结束它。"""

from sim.features.conntrack import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.NEW: Text("一个连接开始", "表中没有两端相同的连接，所以从 {src} 到 {dst} 的这个数据报开始一个连接。"),
    rules.REPLIED: Text("对方已应答", "这是从 {src} 返回 {dst} 的第一个数据报。从现在起，这个连接算作已建立。"),
    rules.STATE: Text(
        "连接的 TCP 状态",
        "一个带 {segment} 的报文段从 {src} 到 {dst} 经过。连接从 {before} 变为 {after}，无流量时保留 {timeout}。",
    ),
    rules.REFRESHED: Text("连接重新计时", "这个连接有数据报经过。连接再保留 {timeout}。"),
    rules.EXPIRED: Text("连接沉默太久", "没有数据报经过已有 {timeout}，所以忘掉从 {src} 到 {dst} 的连接。"),
    rules.TIMER: Text("何时检查沉默", "到那时，设备检查这个连接是否沉默太久。"),
    rules.RETIMED: Text("其间有过流量", "定时器设置之后这个连接仍在使用，所以保留它，并重新设置定时器。"),
    rules.EVICTED: Text(
        "一个连接让出位置", "连接表已满（{size} 个连接）。从 {src} 到 {dst} 的连接还没有确实得到应答，所以让出位置。"
    ),
    rules.FULL: Text(
        "连接表已满",
        "连接表只能放 {size} 个连接，而且全部在用。不能再开始新的连接，所以丢弃从 {src} 到 {dst} 的数据报。",
    ),
}
