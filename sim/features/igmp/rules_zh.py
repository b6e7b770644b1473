"""IGMP。"""

from sim.features.igmp import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.TRUNCATED: Text("IGMP 报文不完整", "这个 IGMP 报文应有 {needed} 字节，但这里只有 {present} 字节，所以丢弃。"),
    rules.BAD_CHECKSUM: Text("IGMP 校验和错误", "校验和是 {found}，应该是 {expected}。报文已损坏，所以丢弃。"),
    rules.ODD_QUERY: Text(
        "不属于任何版本的查询", "查询有 8 字节，版本 3 至少有 12 字节。{src} 的这个查询有 {length} 字节，所以丢弃。"
    ),
    rules.NOT_FOR_HOSTS: Text("只给路由器的报文", "{src} 把这个报文发给链路上的路由器。主机对它什么也不做。"),
    rules.VERSION: Text("接口开始使用 IGMP", "只要 {port} 没有听到更旧版本的查询，它就使用 IGMP 版本 {version}。"),
    rules.OLD_QUERIER: Text(
        "有旧版本的查询器",
        "{src} 的查询是版本 {version}，所以在以后的 {timeout}内，{port} 不使用比它更新的版本。"
        "每次这样的查询都重新开始这段时间。",
    ),
    rules.QUERIER_GONE: Text(
        "旧查询器已经不在", "很久没有版本 {version} 的查询到达 {port}，所以 {port} 认为这个查询器已经不在。"
    ),
    rules.QUERIER_TELLS: Text(
        "查询器告知它的时间", "查询说明查询器多久询问一次，以及变化要报告几次。{port} 采用这些值。"
    ),
    rules.JOIN: Text("报告新加入的组", "{port} 加入了组 {group}。主机立即告诉路由器，不等查询。"),
    rules.CHANGE: Text("报告发送方的变化", "{port} 在组 {group} 中收听的发送方与以前不同。主机立即告诉路由器。"),
    rules.LEAVE: Text("告知离开了组", "{port} 离开了组 {group}。主机告诉路由器，让它们可以不再把这个组发到这里。"),
    rules.LEAVE_SILENTLY: Text(
        "不发报文就离开",
        "{port} 离开了组 {group}。最后报告这个组的是别的主机，或者这里使用 IGMP 版本 1：这时不发送报文。",
    ),
    rules.SOURCES_UNTOLD: Text(
        "旧版本不分发送方",
        "{port} 在组 {group} 中收听的发送方与以前不同。IGMP 版本 {version} 不能把这一点告诉路由器。",
    ),
    rules.REPEAT_LATER: Text(
        "稍后再发一次报告", "报告可能丢失，所以 {port} 等待随机的时间（{ns}），再报告一次组 {group}。"
    ),
    rules.REPEAT: Text("再发一次报告", "关于组 {group} 的第一个报告可能丢失了，所以 {port} 再发一次。"),
    rules.TOLD: Text("变化已经报告", "{port} 已经把组 {group} 的变化报告了足够的次数。"),
    rules.ANSWER_LATER: Text(
        "稍后应答查询",
        "路由器询问所有的组。{port} 在随机的时间后应答，最长 {timeout}，这里是 {ns}，这样主机们不会同时应答。",
    ),
    rules.ANSWER_GROUP_LATER: Text(
        "稍后应答这个组", "路由器询问谁收听组 {group}。{port} 在随机的时间后应答，最长 {timeout}，这里是 {ns}。"
    ),
    rules.ANSWER_IS_DUE: Text("已经有应答在等", "{port} 已经在等着发送报告，它对这个查询来说也够早。"),
    rules.ANSWER: Text("应答这个组", "随机的时间到了。{port} 报告自己在组 {group} 中。"),
    rules.ANSWER_ALL: Text("应答所有的组", "随机的时间到了。{port} 在一个报文里报告它的组，共 {number} 个。"),
    rules.ANSWERED: Text("组已经报告", "关于组 {group} 的报告已经从 {port} 发出。"),
    rules.ANSWERED_ALL: Text("所有的组已经报告", "{port} 上不再有关于所有组的应答要发。"),
    rules.NOTHING_ASKED_FOR: Text(
        "不要这些发送方", "路由器询问的组 {group} 的发送方，{port} 一个也不要收听，所以不应答。"
    ),
    rules.NOT_MEMBER: Text("不在这个组中", "路由器询问谁收听组 {group}。{port} 不在这个组中，所以不应答。"),
    rules.NO_GROUPS: Text("没有组可报告", "路由器询问所有的组。{port} 只在 224.0.0.1 中，这个组谁也不报告。"),
    rules.REPORT_HEARD: Text(
        "别的主机已经应答", "{src} 报告了组 {group}。一条链路有一个报告就够了，所以 {port} 不再发送自己的报告。"
    ),
    rules.REPORT_LATER: Text(
        "最后报告的是别的主机", "{src} 在 {port} 之后报告了组 {group}。如果 {port} 现在离开这个组，组里还有别人。"
    ),
    rules.REPORT_UNUSED: Text("别的主机的报告", "{src} 报告了组 {group}。{port} 没有要取消的报告。"),
}
