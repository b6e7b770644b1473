"""过滤：哪个列表的哪一行决定一个数据报。"""

from sim.features.acl import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.CONFIGURED: Text("访问列表的一条规则", "配置中的列表 {acl} 有这条规则。"),
    rules.COUNTED: Text("规则匹配的数据报", "列表 {acl} 的这条规则已经决定了这么多数据报。"),
    rules.PERMITTED: Text(
        "访问列表允许",
        "对 {where} 的数据报查询列表 {acl}。第一条匹配的是第 {number} 条规则“{entry}”[（场景第 {line} 行）]，"
        "所以数据报可以继续。",
    ),
    rules.DENIED: Text(
        "访问列表拒绝",
        "对 {where} 的数据报查询列表 {acl}。第一条匹配的是第 {number} 条规则“{entry}”[（场景第 {line} 行）]，"
        "所以丢弃数据报。",
    ),
    rules.REJECTED: Text(
        "访问列表拒绝并告知",
        "对 {where} 的数据报查询列表 {acl}。第一条匹配的是第 {number} 条规则“{entry}”[（场景第 {line} 行）]。"
        "丢弃数据报，并告知发送方。",
    ),
    rules.IMPLICIT: Text(
        "没有规则匹配",
        "对 {where} 的数据报查询列表 {acl}，没有规则匹配。"
        "每个列表末尾都有不必写出的“deny ip any any”，所以丢弃数据报。",
    ),
    rules.REMOVED: Text("删除规则", "命令从访问列表 {acl} 删除一条规则。"),
}
