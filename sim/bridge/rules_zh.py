"""交换机和集线器：帧往哪里转发，交换机学到什么。"""

from sim.bridge import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.HUB_HEARD: Text(
        "集线器收到信号",
        "集线器不看地址。从端口 {port} 到达的内容，对集线器来说只是要转发的信号。",
    ),
    rules.HUB_REPEAT: Text(
        "集线器向各端口转发",
        "不管目的地址是什么，集线器都把端口 {port} 收到的内容从其他所有端口转发出去。",
    ),
    rules.RECEIVED: Text(
        "交换机收下帧",
        "不管帧发给谁，交换机都收下：先从源地址[ {src_mac} ]学习，再按目的地址[ {dst_mac} ]转发。",
    ),
    rules.LEARNED: Text(
        "学到发送方的端口",
        "从端口 {port} 收到 {mac} 发来的帧，说明通过端口 {port} 可以到达 {mac}。交换机把这一行加入 MAC 地址表。",
    ),
    rules.REFRESHED: Text(
        "刷新表项",
        "发送方仍在原来的端口上[：{mac} 在端口 {port}]。表项保留，老化时间从 0 重新计算。",
    ),
    rules.MOVED: Text(
        "站点换了端口",
        "{mac} 原来在端口 {old_port}，现在它的帧从端口 {port} 到达，所以交换机修改表项。要么站点换了位置，"
        "要么网络里有环路。",
    ),
    rules.STATIC_KEPT: Text(
        "静态表项不变",
        "{mac} 的帧从端口 {heard_port} 到达，但它在端口 {port} 的表项是手工配置的。学习不会改变这样的表项。",
    ),
    rules.STATIC: Text(
        "手工配置的表项",
        "{mac} 在端口 {port} 的表项是手工配置的。它不会老化，学习也不会改变它。",
    ),
    rules.GROUP_SOURCE: Text(
        "源地址是组地址",
        "源地址 {mac} 是组地址。任何一个站点都没有这样的地址，所以交换机不从这一帧学习。",
    ),
    rules.TABLE_FULL: Text(
        "表已满，无法学习",
        "MAC 地址表已满（{capacity} 行），所以交换机不学习 {mac}。发往 {mac} 的帧只能泛洪。",
    ),
    rules.EVICTED: Text(
        "删除最旧的表项",
        "MAC 地址表已满（{capacity} 行）。{mac} 在端口 {port} 的表项最久没有刷新，所以删除它，为 {newcomer} 让出位置。",
    ),
    rules.AGED_OUT: Text(
        "表项老化",
        "在整个老化时间里，端口 {port} 都没有收到 {mac} 的帧，所以交换机删除这个表项。这个站点可能换了位置，"
        "也可能关机了。",
    ),
    rules.RELEASED: Text("端口不再交换", "帧不再被交换到端口 {port}，所以交换机忘记 {mac} 曾在那里。"),
    rules.FLUSHED: Text(
        "端口断开，删除表项",
        "端口 {port} 已断开，不能再通过它到达 {mac}，所以交换机删除这个表项。",
    ),
    rules.FORWARD: Text(
        "地址已知，单播转发",
        "MAC 地址表表明 {mac} 在端口 {port}，所以交换机只从这个端口发出帧。",
    ),
    rules.FILTER_SAME_PORT: Text(
        "接收方在同一端口",
        "{mac} 在端口 {port}，而帧也是从端口 {port} 到达的。接收方已经收到这一帧，所以交换机把它丢弃。",
    ),
    rules.FLOOD_UNKNOWN: Text(
        "地址未知，泛洪",
        "MAC 地址表里没有 {mac}，所以交换机从除接收端口 {port} 之外的所有端口发出帧。这叫作泛洪。",
    ),
    rules.FLOOD_BROADCAST: Text(
        "广播，泛洪",
        "这是发给所有站点的广播帧，所以交换机从除接收端口 {port} 之外的所有端口发出帧。",
    ),
    rules.FLOOD_MULTICAST: Text(
        "组播，泛洪",
        "{mac} 是组播地址。交换机不知道组里有哪些站点，所以从除接收端口 {port} 之外的所有端口发出帧。",
    ),
    rules.NO_OTHER_PORT: Text(
        "没有别的端口可用",
        "发往 {mac} 的帧应从除接收端口 {port} 之外的所有端口发出。但别的端口都不可用，所以交换机丢弃这一帧。",
    ),
    rules.RESERVED: Text(
        "保留地址，不转发",
        "{mac} 保留给相邻交换机互相通信。交换机从不转发发往这个地址的帧，所以丢弃从端口 {port} 收到的这一帧。",
    ),
}
