"""路由：哪些生效，数据报走哪一条。"""

from sim.ip.routes import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.ON_LINK: Text(
        "同一网络，不用网关",
        "{dst} 在 {prefix} 之内，所以就在接口 {port} 的链路上：帧直接发给它的 MAC 地址[ {dst_mac}][，"
        "生存时间（TTL）为 {ttl}]。",
    ),
    rules.DEFAULT: Text(
        "交给默认网关",
        "[{dst} 不在 {network} 之内，所以不在本链路上。]没有比默认路由更适合 {dst} 的路由：帧从接口 {port} 发给网关 "
        "{next_hop}[，生存时间（TTL）为 {ttl}]。",
    ),
    rules.VIA: Text(
        "按最佳路由转发",
        "{dst} 在 {prefix} 之内，这是路由表里匹配的最长前缀：帧从接口 {port} 发给下一跳路由器 {next_hop}[，"
        "生存时间（TTL）为 {ttl}]。",
    ),
    rules.EQUAL_PATHS: Text(
        "等价路径之一",
        "到 {prefix} 有 {paths} 条同样好的路径。同一个流的数据报都走同一条，顺序才不会乱：这里从接口 {port} 发给 "
        "{next_hop}[，生存时间（TTL）为 {ttl}]。",
    ),
    rules.LOCAL: Text(
        "本机的地址",
        "{dst} 是本设备自己的地址，在接口 {port} 上：数据报留在本机。",
    ),
    rules.NONE: Text(
        "没有匹配的路由",
        "路由表里没有一条匹配 {dst}，连默认路由也没有：丢弃数据报。",
    ),
    rules.BLACKHOLE: Text(
        "黑洞路由",
        "到 {prefix} 的路由匹配 {dst}，但它是黑洞：丢弃数据报，也不告诉任何人。",
    ),
    rules.UNREACHABLE: Text(
        "路由说不可达",
        "到 {prefix} 的路由匹配 {dst}，但它说那里不可达：丢弃数据报。",
    ),
    rules.PROHIBIT: Text(
        "路由说禁止",
        "到 {prefix} 的路由匹配 {dst}，但它说禁止往那里发送：丢弃数据报。",
    ),
    rules.LONGEST_MATCH: Text(
        "最长前缀匹配",
        "{dst} 在 {prefix} 之内，没有别的路由能匹配超过 {length} 位：就走这一条。",
    ),
    rules.SHORTER_MATCH: Text(
        "匹配，但前缀较短",
        "{dst} 也在 {prefix} 之内，但另一条路由匹配 {longest} 位：前缀长的优先。",
    ),
    rules.CONFIGURED: Text(
        "添加路由",
        "路由表增加一条到 {prefix} 的路由，来源：{source}。",
    ),
    rules.ATTACHED: Text(
        "到直连网络的路由",
        "接口 {port} 的地址是 {address}，所以从它到 {prefix} 不用任何网关。",
    ),
    rules.OWN_ADDRESS: Text(
        "到本机地址的路由",
        "接口 {port} 的地址是 {address}，所以发往 {prefix}（就这一个地址）的都留在本设备。",
    ),
    rules.DELETED: Text(
        "命令删除路由",
        "一条命令删除了到 {prefix} 的路由。",
    ),
    rules.USABLE: Text(
        "路由生效",
        "到 {prefix} 的这条路由可用，同一网络也没有更好的路由，所以它生效[：{hops}]。",
    ),
    rules.PORT_DOWN: Text(
        "路由的链路断开",
        "接口 {port} 没有可用的链路，所以经它到 {prefix} 的路由暂时不生效。",
    ),
    rules.NEXT_HOP_OFF_LINK: Text(
        "网关不在链路上",
        "到 {prefix} 的路由指向 {next_hop}，它不在接口 {port} 的任何网络里：帧到不了那里，所以路由不生效。",
    ),
    rules.NEXT_HOP_UNREACHABLE: Text(
        "网关到不了",
        "到 {prefix} 的路由指向 {next_hop}，而没有生效的路由能到那里，所以它不生效。",
    ),
    rules.NEXT_HOP_IS_OWN: Text(
        "网关是本机",
        "到 {prefix} 的路由指向 {next_hop}，那正是本设备自己，所以路由不生效。",
    ),
    rules.NEXT_HOP_DISCARDED: Text(
        "到网关的路被堵死",
        "到 {prefix} 的路由指向 {next_hop}，而到 {via} 的路由会丢弃发往那里的数据报，所以它不生效。",
    ),
    rules.NEXT_HOP_THROUGH_ITSELF: Text(
        "路由绕回自己",
        "到 {prefix} 的路由指向 {next_hop}，而去那里又要走这条路由自己，所以它不生效。",
    ),
    rules.NEXT_HOP_TOO_DEEP: Text(
        "嵌套的路由太多",
        "到 {prefix} 的路由指向 {next_hop}，而去那里要经过 {limit} 条以上的其他路由，所以它不生效。",
    ),
    rules.HIGHER_DISTANCE: Text(
        "另一来源更可信",
        "另一条到 {prefix} 的路由管理距离是 {best}，这一条是 {distance}：越小越可信，所以这一条留作备用。",
    ),
    rules.HIGHER_METRIC: Text(
        "另一条路由更优",
        "另一条到 {prefix} 的路由度量值是 {best}，这一条是 {metric}：越小越好，所以这一条留作备用。",
    ),
    rules.DISCARDING_WINS: Text(
        "丢弃路由优先",
        "另一条到 {prefix} 的路由同样好，但会丢弃数据报（{kind}）：为安全起见，以那一条为准。",
    ),
}
