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
    rules.BEYOND_WINDOW: Text(
        "超出窗口", "{src} 从序号 {number} 起发送，但 {dst} 的接收空间只到 {bound}。这个报文段不可能正确：它无效。"
    ),
    rules.NOT_SENT_YET: Text(
        "确认了没有发送过的数据", "{src} 确认到 {number}，但 {dst} 只发送到 {bound}。这个报文段不可能正确：它无效。"
    ),
    rules.RESET_OF_OLD: Text(
        "窗口之外的 RST",
        "{src} 发送序号为 {number} 的 RST，但 {dst} 已经确认到 {bound}。正确的 RST 用的正好是下一个序号，"
        "所以这个 RST 无效。",
    ),
    rules.UNFITTING: Text(
        "报文段与状态不符",
        "连接处于 {state} 时，{src} 向 {dst} 发送 {segment}。正常的一端不会这样做：这个报文段无效。",
    ),
}
