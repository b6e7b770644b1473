"""交换机和集线器：帧往哪里转发，交换机学到什么。"""

from sim.bridge import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.HUB_HEARD: Text(
        "集线器收到信号",
        "集线器不认识地址：从端口 {port} 进来的，对它来说只是要转发的信号。",
    ),
    rules.HUB_REPEAT: Text(
        "集线器向各端口转发",
        "不管发给谁，集线器都把端口 {port} 收到的内容从其他所有端口转发出去。",
    ),
    rules.RECEIVED: Text(
        "交换机收下",
        "不管帧发给谁，交换机都收下：先从源地址[ {src_mac} ]学习，再按目的地址[ {dst_mac} ]转发。",
    ),
    rules.LEARNED: Text(
        "学到发送方的端口",
        "从端口 {port} 收到 {mac} 发来的帧，说明 {mac} 就在这个端口后面：交换机记下这一行。",
    ),
    rules.REFRESHED: Text(
        "刷新表项",
        "在原来的端口上又收到它发来的帧，所以表项保留，老化时间重新计算[：{mac} 在端口 {port}]。",
    ),
    rules.MOVED: Text(
        "站点换了端口",
        "{mac} 原来在端口 {old_port}，现在从端口 {port} 收到它的帧：以最新的为准。要么站点换了位置，要么网络里有环路。",
    ),
    rules.STATIC_KEPT: Text(
        "静态表项不变",
        "从端口 {heard_port} 收到 {mac} 的帧，但它在端口 {port} 的表项是手工配置的：学习不会改变它。",
    ),
    rules.STATIC: Text(
        "手工配置的表项",
        "手工配置了 {mac} 在端口 {port} 后面：这一行不会老化，学习也不会改变它。",
    ),
    rules.GROUP_SOURCE: Text(
        "源地址是组地址",
        "源地址 {mac} 是组地址，不属于任何一个站点，所以交换机从中什么也学不到。",
    ),
    rules.TABLE_FULL: Text(
        "表已满，无法学习",
        "MAC 地址表最多 {capacity} 行，已经放不下 {mac}，所以不学习这个地址，发给它的帧只能泛洪。",
    ),
    rules.EVICTED: Text(
        "最旧的表项让位",
        "MAC 地址表已满（{capacity} 行）：端口 {port} 上最久没有动静的 {mac} 让位给 {newcomer}。",
    ),
    rules.AGED_OUT: Text(
        "表项老化",
        "整个老化时间里，端口 {port} 都没有收到 {mac} 的帧，所以删除这一行：它可能换了位置，也可能关机了。",
    ),
    rules.FLUSHED: Text(
        "端口断开，删除表项",
        "端口 {port} 已断开，{mac} 不可能还在它后面：删除这一行。",
    ),
    rules.FORWARD: Text(
        "地址已知，单播转发",
        "MAC 地址表说 {mac} 在端口 {port} 后面，所以帧只从这个端口出去。",
    ),
    rules.FILTER_SAME_PORT: Text(
        "接收方在同一侧",
        "{mac} 在端口 {port} 后面，而帧正是从那里来的：接收方已经收到了，所以交换机把它丢弃。",
    ),
    rules.FLOOD_UNKNOWN: Text(
        "地址未知，泛洪",
        "MAC 地址表里没有 {mac}，所以除了收到帧的端口 {port}，其他端口全都发送。这叫作泛洪。",
    ),
    rules.FLOOD_BROADCAST: Text(
        "广播，泛洪",
        "这是广播帧，发给所有站点，所以除了收到帧的端口 {port}，其他端口全都发送。",
    ),
    rules.FLOOD_MULTICAST: Text(
        "组播，泛洪",
        "{mac} 是组播地址，交换机不知道组里有谁，所以除了收到帧的端口 {port}，其他端口全都发送。",
    ),
    rules.NO_OTHER_PORT: Text(
        "没有别的端口可用",
        "发往 {mac} 的帧应从除接收端口 {port} 之外的所有端口发出；但没有别的端口处于工作状态，所以它到此为止。",
    ),
    rules.RESERVED: Text(
        "从不转发",
        "{mac} 留给相邻的交换机互相通信：从端口 {port} 收到的这种帧到此为止，不再转发。",
    ),
}
