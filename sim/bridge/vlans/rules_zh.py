"""帧属于哪个 VLAN，它的标签怎样处理。"""

from sim.bridge.vlans import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.CONFIGURED: Text("配置 VLAN", "场景在这台交换机上配置了 VLAN {vlan}。"),
    rules.PORT_CONFIGURED: Text(
        "端口所属的 VLAN",
        "场景配置了端口 {port} 属于哪些 VLAN。没有指定 VLAN 的端口属于 VLAN 1。",
    ),
    rules.KNOWN: Text(
        "交换机开始区分 VLAN",
        "有人第一次在这台交换机上配置 VLAN。此前所有端口都在一起，就像都在 VLAN {vlan} 里。",
    ),
    rules.PORT_KNOWN: Text(
        "端口属于 VLAN 1",
        "从现在起，交换机区分 VLAN。在命令改变它之前，端口 {port} 是 VLAN 1 的接入端口。",
    ),
    rules.VLAN_CHANGED: Text("命令配置 VLAN", "按照命令，这台交换机上的 VLAN {vlan} 有这个名称和这些端口。"),
    rules.VLAN_REMOVED: Text(
        "删除 VLAN",
        "命令从这台交换机上删除 VLAN {vlan}。属于它的接入端口在得到另一个 VLAN 之前不传送任何帧。",
    ),
    rules.PORT_CHANGED: Text("命令配置端口", "命令改变端口 {port} 对 VLAN 的处理方式。"),
    rules.PORT_LEFT: Text(
        "端口离开 VLAN",
        "端口 {port} 不再属于 VLAN {vlan}，所以这个 VLAN 里没有人能经过它到达。交换机忘记 {mac} 曾在那里。",
    ),
    rules.ACCESS: Text(
        "接入端口的 VLAN",
        "帧没有标签。端口 {port} 是 VLAN {vlan} 的接入端口，所以帧属于 VLAN {vlan}。交换机在这个 VLAN 内先从源地址"
        "[ {src_mac} ]学习，再按目的地址[ {dst_mac} ]转发。",
    ),
    rules.NATIVE: Text(
        "无标签，归本征 VLAN",
        "帧到达中继端口 {port} 时没有标签。这个端口的本征 VLAN 是 VLAN {vlan}，所以帧属于 VLAN {vlan}，"
        "不管它发出之前属于哪个 VLAN。",
    ),
    rules.TAGGED: Text(
        "标签说明 VLAN",
        "帧的标签写着 VLAN {vlan}，端口 {port} 属于这个 VLAN。交换机在 VLAN {vlan} 内先从源地址[ {src_mac} ]学习，"
        "再按目的地址[ {dst_mac} ]转发。",
    ),
    rules.PRIORITY_TAG: Text(
        "没有 VLAN 的标签",
        "标签里的编号是 0，它不是 VLAN：标签只给出优先级。帧按无标签帧处理，所以在端口 {port} 属于 VLAN {vlan}。",
    ),
    rules.UNTAGGED_REFUSED: Text(
        "无标签，也无 VLAN",
        "帧到达端口 {port} 时没有标签，而这个端口没有用于无标签帧的本征 VLAN。交换机丢弃这一帧。",
    ),
    rules.NATIVE_NOT_ALLOWED: Text(
        "不承载本征 VLAN",
        "帧到达中继端口 {port} 时没有标签，所以属于本征 VLAN，即 VLAN {vlan}。这个中继端口不承载 VLAN {vlan}，"
        "所以交换机丢弃这一帧。",
    ),
    rules.ACCESS_VLAN_MISSING: Text(
        "端口的 VLAN 不存在",
        "端口 {port} 是 VLAN {vlan} 的接入端口，而这台交换机没有 VLAN {vlan}。交换机丢弃这一帧。",
    ),
    rules.TAG_REFUSED: Text(
        "接入端口收到标签",
        "帧带有 VLAN {vlan} 的标签。端口 {port} 是只接受无标签帧的接入端口，所以交换机丢弃这一帧。",
    ),
    rules.RESERVED_VLAN: Text(
        "保留的 VLAN",
        "标签写着 VLAN 4095。这个编号是保留值，任何帧都不得使用，所以交换机丢弃从端口 {port} 收到的这一帧。",
    ),
    rules.UNKNOWN_VLAN: Text(
        "交换机没有这个 VLAN",
        "标签写着 VLAN {vlan}，而这台交换机没有 VLAN {vlan}。交换机丢弃从端口 {port} 收到的这一帧。",
    ),
    rules.NOT_ALLOWED: Text(
        "中继不承载此 VLAN",
        "标签写着 VLAN {vlan}，而中继端口 {port} 不承载这个 VLAN。交换机丢弃这一帧。",
    ),
    rules.OTHER_VLAN: Text(
        "别的 VLAN 的标签",
        "标签写着 VLAN {vlan}，而端口 {port} 是 VLAN {own_vlan} 的接入端口。站点不能用标签选择别的 VLAN，"
        "所以交换机丢弃这一帧。",
    ),
    rules.TAG_ADDED: Text(
        "加上标签",
        "端口 {port} 是中继端口，多个 VLAN 的帧都从它发出。交换机给帧加上 VLAN {vlan} 的标签，"
        "让对端设备知道它属于哪个 VLAN。",
    ),
    rules.TAG_REMOVED: Text(
        "去掉标签",
        "VLAN {vlan} 的帧从端口 {port} 发出时不带标签，因为那里的站点应当看到普通的帧。交换机去掉标签。",
    ),
    rules.TAG_REMOVED_NATIVE: Text(
        "本征 VLAN，不带标签",
        "VLAN {vlan} 是中继端口 {port} 的本征 VLAN，本征 VLAN 的帧发出时不带标签。交换机去掉标签。",
    ),
    rules.FLOOD_UNKNOWN: Text(
        "VLAN 内地址未知",
        "MAC 地址表在 VLAN {vlan} 里没有 {mac}，所以交换机从 VLAN {vlan} 中除接收端口 {port} 之外的所有端口发出帧。",
    ),
    rules.FLOOD_BROADCAST: Text(
        "VLAN 内广播",
        "这是广播帧，所以交换机从 VLAN {vlan} 中除接收端口 {port} 之外的所有端口发出帧。其他 VLAN 的站点收不到它。",
    ),
    rules.FLOOD_MULTICAST: Text(
        "VLAN 内组播",
        "{mac} 是组播地址。交换机不知道组里有哪些站点，所以从 VLAN {vlan} 中除接收端口 {port} 之外的所有端口发出帧。",
    ),
    rules.FORWARD: Text(
        "VLAN 内地址已知",
        "MAC 地址表在 VLAN {vlan} 里表明 {mac} 在端口 {port}，所以交换机只从这个端口发出帧。",
    ),
    rules.NO_OTHER_PORT: Text(
        "VLAN 内没有别的端口",
        "发往 {mac} 的帧应从 VLAN {vlan} 中除接收端口 {port} 之外的所有端口发出。但这个 VLAN 里别的端口都不可用，"
        "所以交换机丢弃这一帧。",
    ),
    rules.OWN_FRAME: Text("交换机自己的帧", "交换机自己从接口 {port} 在 VLAN {vlan} 中发出这一帧。"),
    rules.FOR_SWITCH: Text(
        "发给交换机自己的帧",
        "目的地址 {mac} 是交换机自己在 VLAN {vlan} 中的接口 {port} 的地址。交换机不转发这一帧，而是收下："
        "交换到此为止，IP 从这里开始。",
    ),
    rules.FOR_SWITCH_TOO: Text(
        "交换机也收一份",
        "帧发给一个组，交换机自己的接口 {port} 也在其中。所以除了发往 VLAN {vlan} 的端口，交换机自己也收下一份。",
    ),
    rules.FLOOD_OWN: Text(
        "发往 VLAN 的所有端口",
        "这一帧由交换机自己发出，发给所有站点或一个组，所以从 VLAN {vlan} 的所有端口发出。",
    ),
    rules.FLOOD_OWN_UNKNOWN: Text(
        "VLAN 内地址未知",
        "这一帧由交换机自己发出。MAC 地址表在 VLAN {vlan} 里没有 {mac}，所以从这个 VLAN 的所有端口发出。",
    ),
    rules.SVI_DOWN: Text(
        "VLAN 接口不可用",
        "接口 {port} 不可用：VLAN {vlan} 没有可用的端口，或接口已停用。帧被丢弃。",
    ),
}
