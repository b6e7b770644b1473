"""任何设备的端口、定时器和控制台上发生的事。"""

from sim.device import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.PORT_CONFIGURED: Text(
        "端口初始配置",
        "端口 {port} 按照场景的配置开始工作[，地址是 {addresses}]。",
    ),
    rules.INTERFACE_CREATED: Text("命令创建接口", "命令创建接口 {port}。"),
    rules.INTERFACE_REMOVED: Text("删除接口", "命令删除接口 {port}。"),
    rules.PORT_ROUTED: Text(
        "端口离开网桥",
        "命令把端口 {port} 从交换中取出。这个端口现在是设备自己的接口，和路由器的接口一样。",
    ),
    rules.PORT_SWITCHED: Text("端口加入网桥", "命令把端口 {port} 放回设备交换帧的端口之中。"),
    rules.PORT_UP: Text(
        "端口有链路",
        "端口 {port} 的链路可用，现在可以收发帧。",
    ),
    rules.PORT_DOWN: Text(
        "端口失去链路",
        "端口 {port} 的链路不再可用，既不能发送帧，也不能接收帧。",
    ),
    rules.PORT_SET: Text(
        "命令设置端口",
        "一条命令把端口 {port} 设为{up}。只有两端的端口都启用，链路才能工作。",
    ),
    rules.MTU_SET: Text("命令设置 MTU", "一条命令把 {port} 的 MTU 设为 {mtu}：从 {port} 发出的数据报都不会更长。"),
    rules.LOOPED: Text(
        "回到设备自身",
        "从环回接口 {port} 发出的内容又回到同一台设备。它不经过任何网线，别的设备也看不到。",
    ),
    rules.LOOP_DOWN: Text(
        "环回接口已停用",
        "环回接口 {port} 已停用。设备发给自己的内容被丢弃。",
    ),
    rules.SUBINTERFACE_CONFIGURED: Text(
        "VLAN 中的接口",
        "接口 {port} 在[ {parent} 的] VLAN {vlan} 中：它只收发这个 VLAN 的帧。",
    ),
    rules.TAG_PUT_ON: Text(
        "加上标签",
        "接口 {port} 通过 {parent} 在 VLAN {vlan} 中发送。设备给帧加上 VLAN {vlan} 的标签，"
        "让对端的交换机知道它属于哪个 VLAN。",
    ),
    rules.TAG_TAKEN_OFF: Text(
        "按标签交给接口",
        "帧到达 {parent} 时带有 VLAN {vlan} 的标签。设备去掉标签，把帧交给这个 VLAN 的接口 {port}。",
    ),
    rules.NOT_IN_VLAN: Text(
        "没有这个 VLAN 的接口",
        "帧到达 {port} 时带有 VLAN {vlan} 的标签。设备没有这个 VLAN 的接口，所以丢弃这一帧。",
    ),
    rules.PRIORITY_TAG: Text(
        "没有 VLAN 的标签",
        "标签里的编号是 0，它不是 VLAN：标签只给出优先级。设备去掉标签，在 {port} 上把帧当作无标签帧处理。",
    ),
    rules.TAG_CUT_OFF: Text(
        "标签不完整",
        "到达 {port} 的帧的类型表明后面有 VLAN 标签，但帧在标签中间就结束了。设备丢弃这一帧。",
    ),
    rules.SUBINTERFACE_OFF: Text("接口已停用", "接口 {port} 已停用，所以丢弃这一帧。"),
    rules.LONE_FED: Text(
        "从外部送入",
        "这一帧来自模拟之外，由驱动该设备的程序送到端口 {port}。",
    ),
    rules.LONE_EMITTED: Text(
        "交给外部",
        "这一帧在端口 {port} 离开模拟，交给驱动该设备的程序。",
    ),
    rules.CONSOLE_LINE: Text(
        "输出一行",
        "设备在自己的控制台上输出一行。",
    ),
    rules.TIMER_DUE: Text(
        "定时器到期",
        "定时器到期：{timer}。",
    ),
}
