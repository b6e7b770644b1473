"""配置命令改变而没有表显示的东西。"""

from sim.features.ios import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.ROUTING_ON: Text("设备开始路由", "命令让这台设备转发给别人的数据报。"),
    rules.ROUTING_OFF: Text(
        "设备停止路由",
        "按照命令，这台设备对 IP 来说是主机：只为自己发送和接收，丢弃给别人的数据报。",
    ),
    rules.LABELLED: Text("名称或说明", "命令给设备一个名称，或给它的接口一个说明。这不改变任何工作方式。"),
}
