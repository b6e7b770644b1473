"""BPDU 的字段。"""

from sim.explain.language import FieldText

FIELDS: dict[str, dict[str, FieldText]] = {
    "stp": {
        "": FieldText("网桥协议数据单元（BPDU）", "交换机用它告诉邻居：自己知道的根是谁，离根有多远。"),
        "protocol_id": FieldText("协议标识", "0 是生成树。"),
        "version": FieldText(
            "协议版本",
            "发送方使用的版本：{version}。",
            {0: "0 是生成树协议（STP）。", 2: "2 是快速生成树协议（RSTP）。"},
        ),
        "bpdu_type": FieldText(
            "BPDU 类型",
            "报文的种类。",
            {
                0x00: "配置 BPDU：STP 交换机对树的说明。",
                0x02: "RST BPDU：RSTP 交换机的说明，并带有端口的角色和状态。",
                0x80: "STP 交换机通知根：树发生了变化。后面没有别的内容。",
            },
        ),
        "tc_ack": FieldText("拓扑变更确认", "1 是对拓扑变更通知的应答：发送方把通知继续传向根。"),
        "agreement": FieldText("同意", "1 是对提议的应答：发送方的其他端口都已同步，所以对端可以立即转发。"),
        "forwarding": FieldText("转发", "1：发送端口正在转发帧。"),
        "learning": FieldText("学习", "1：发送端口正在学习 MAC 地址。"),
        "port_role": FieldText(
            "端口角色",
            "发送端口的角色。在配置 BPDU 中这两位是 0。",
            {1: "1 是替代端口或备份端口。", 2: "2 是根端口。", 3: "3 是这条链路的指定端口。"},
        ),
        "proposal": FieldText("提议", "1：发送端口想成为指定端口并转发，请对端同意。"),
        "tc": FieldText("拓扑变更", "1：树发生了变化。听到的交换机很快忘记各站点的位置。"),
        "root_priority": FieldText(
            "根的优先级", "它与后面的地址合起来，是发送方认为的根交换机的标识。标识最小的交换机是根。"
        ),
        "root_address": FieldText("根的地址", "根的 MAC 地址：{mac}。优先级相同时由它决定。"),
        "root_path_cost": FieldText(
            "根路径开销",
            "发送方离根有多远：沿途所有端口的开销之和，共 {root_path_cost}。",
            {0: "0：发送方自己就是根。"},
        ),
        "bridge_priority": FieldText("发送方的优先级", "它与后面的地址合起来，是发送 BPDU 的交换机的标识。"),
        "bridge_address": FieldText("发送方的地址", "发送 BPDU 的交换机的 MAC 地址：{mac}。"),
        "port_id": FieldText("端口标识", "发送 BPDU 的端口：优先级 {port_priority}，编号 {number}。"),
        "message_age": FieldText("报文年龄", "根的消息大约有多旧：{ns}。沿途每台交换机加 1 秒。"),
        "max_age": FieldText("最大年龄", "达到这个年龄的报文不再使用：{ns}。所有交换机采用根的值。"),
        "hello_time": FieldText("Hello 时间", "指定端口发送两个 BPDU 之间的时间：{ns}。"),
        "forward_delay": FieldText("转发延迟", "端口在学习之前等待的时间，在转发之前再等待一次：{ns}。"),
        "version_1_length": FieldText("版本 1 长度", "版本 1 部分的长度。没有这样的部分，所以是 0。"),
        "rest": FieldText("其余字节", "这个版本不认识它们。"),
    },
}
