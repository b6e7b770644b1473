"""路由：哪些生效，数据报走哪一条。"""

from sim.ip.routes import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.ON_LINK: Text(
        "同一网络，不用网关",
        "{dst} 在 {prefix} 之内，所以就在接口 {port} 的链路上。帧直接发给 {dst} 的 MAC 地址[ {dst_mac}][，"
        "数据报的生存时间（TTL）为 {ttl}]。",
    ),
    rules.DEFAULT: Text(
        "交给默认网关",
        "[{dst} 不在 {network} 之内，所以不在本链路上。]只有默认路由匹配 {dst}，"
        "所以帧从接口 {port} 发给默认网关 {next_hop}[，数据报的生存时间（TTL）为 {ttl}]。",
    ),
    rules.VIA: Text(
        "按最长前缀转发",
        "{dst} 在 {prefix} 之内，这是路由表里匹配的最长前缀。帧从接口 {port} 发给下一跳 {next_hop}[，"
        "数据报的生存时间（TTL）为 {ttl}]。",
    ),
    rules.EQUAL_PATHS: Text(
        "等价路径之一",
        "到 {prefix} 有 {paths} 条同样好的路径。同一个流的数据报都走同一条路径，这样顺序不会乱。"
        "这个流从接口 {port} 发给 {next_hop}[，数据报的生存时间（TTL）为 {ttl}]。",
    ),
    rules.LOCAL: Text(
        "本机的地址",
        "{dst} 是本设备自己的地址，在接口 {port} 上。数据报留在本机。",
    ),
    rules.NONE: Text(
        "没有匹配的路由",
        "路由表里没有匹配 {dst} 的路由，也没有默认路由。丢弃数据报。",
    ),
    rules.BLACKHOLE: Text(
        "黑洞路由丢弃数据报",
        "到 {prefix} 的路由匹配 {dst}。这是一条黑洞路由：丢弃数据报，也不发送 ICMP 差错报文。",
    ),
    rules.UNREACHABLE: Text(
        "路由说不可达",
        "到 {prefix} 的路由匹配 {dst}。这条路由说那个网络不可达，所以丢弃数据报。",
    ),
    rules.PROHIBIT: Text(
        "路由说禁止",
        "到 {prefix} 的路由匹配 {dst}。这条路由说禁止向那个网络发送，所以丢弃数据报。",
    ),
    rules.LONGEST_MATCH: Text(
        "最长前缀匹配",
        "{dst} 在 {prefix} 之内。没有别的路由匹配超过 {length} 位，所以使用这条路由。",
    ),
    rules.SHORTER_MATCH: Text(
        "匹配，但前缀较短",
        "{dst} 也在 {prefix} 之内，但另一条路由匹配 {longest} 位。使用前缀最长的路由。",
    ),
    rules.CONFIGURED: Text(
        "添加路由",
        "路由表增加一条到 {prefix} 的路由。它的来源：{source}。",
    ),
    rules.ATTACHED: Text(
        "到直连网络的路由",
        "接口 {port} 的地址是 {address}，所以它在网络 {prefix} 里。从这个接口到达这个网络的主机不用网关。",
    ),
    rules.OWN_ADDRESS: Text(
        "到本机地址的路由",
        "接口 {port} 的地址是 {address}。发往这一个地址（{prefix}）的数据报留在本设备。",
    ),
    rules.LINKDOWN: Text(
        "没有链路，路由保留",
        "接口 {port} 已启用，但没有链路。运行 Linux 的主机保留到 {prefix} 的路由，并标记为 linkdown。"
        "数据报仍按这条路由发送，但没有人应答。",
    ),
    rules.LINK_BACK: Text(
        "路由的链路恢复",
        "接口 {port} 的链路恢复了，到 {prefix} 的路由不再标记为 linkdown。",
    ),
    rules.SWITCHED_OFF: Text(
        "路由随接口停用而删除",
        "接口 {port} 被停用。运行 Linux 的主机删除经过 {port} 的所有路由。"
        "{port} 再次启用时，只有到它自己网络的路由会恢复。",
    ),
    rules.LAST_ADDRESS: Text(
        "路由随最后一个地址删除",
        "接口 {port} 已没有地址。运行 Linux 的主机删除经过 {port} 的所有路由。",
    ),
    rules.REPLACED: Text(
        "路由被命令替换",
        "一条命令用另一条到 {prefix} 的路由替换了这条路由。",
    ),
    rules.DELETED: Text(
        "命令删除路由",
        "一条命令删除了到 {prefix} 的路由。",
    ),
    rules.USABLE: Text(
        "路由生效",
        "到 {prefix} 的路由可用，到这个网络没有更好的路由，所以它生效[：{hops}]。",
    ),
    rules.PORT_DOWN: Text(
        "路由的链路断开",
        "接口 {port} 没有可用的链路，所以经它到 {prefix} 的路由暂时不生效。",
    ),
    rules.NEXT_HOP_OFF_LINK: Text(
        "下一跳不在链路上",
        "到 {prefix} 的路由的下一跳是 {next_hop}。这个地址不在接口 {port} 的任何网络里，帧到不了那里，所以路由不生效。",
    ),
    rules.NEXT_HOP_UNREACHABLE: Text(
        "下一跳不可达",
        "到 {prefix} 的路由的下一跳是 {next_hop}。没有生效的路由能到 {next_hop}，所以这条路由不生效。",
    ),
    rules.NEXT_HOP_IS_OWN: Text(
        "下一跳是本机",
        "到 {prefix} 的路由的下一跳是 {next_hop}。这是本设备自己的地址，所以路由不生效。",
    ),
    rules.NEXT_HOP_DISCARDED: Text(
        "发往下一跳的数据报被丢弃",
        "到 {prefix} 的路由的下一跳是 {next_hop}。到 {via} 的路由会丢弃发往 {next_hop} 的数据报，"
        "所以到 {prefix} 的路由不生效。",
    ),
    rules.NEXT_HOP_THROUGH_ITSELF: Text(
        "路由依赖自己",
        "到 {prefix} 的路由的下一跳是 {next_hop}，但只有这条路由自己通往 {next_hop}，所以它不生效。",
    ),
    rules.NEXT_HOP_TOO_DEEP: Text(
        "嵌套的路由太多",
        "到 {prefix} 的路由的下一跳是 {next_hop}。要找到 {next_hop}，得依次查 {limit} 条以上的其他路由，"
        "所以这条路由不生效。",
    ),
    rules.HIGHER_DISTANCE: Text(
        "管理距离小的优先",
        "另一条到 {prefix} 的路由的管理距离是 {best}，这一条是 {distance}。管理距离越小越可信，所以这一条留作备用。",
    ),
    rules.HIGHER_METRIC: Text(
        "度量值小的优先",
        "另一条到 {prefix} 的路由的度量值是 {best}，这一条是 {metric}。度量值越小越好，所以这一条留作备用。",
    ),
    rules.DISCARDING_WINS: Text(
        "丢弃数据报的路由优先",
        "另一条到 {prefix} 的路由同样好，但会丢弃数据报（{kind}）。为安全起见，使用那一条。",
    ),
}
