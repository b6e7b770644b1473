"""ARP 报文的字段。"""

from sim.explain.language import FieldText

FIELDS: dict[str, dict[str, FieldText]] = {
    "arp": {
        "": FieldText("地址解析协议", "查出同一链路上某个 IP 地址对应的 MAC 地址。"),
        "hardware_type": FieldText("硬件类型", "要查询的是哪种链路的地址：类型 {hardware_type}。类型 1 是以太网。"),
        "protocol_type": FieldText(
            "协议类型", "要转换的是哪种协议的地址：{ethertype}。编号与以太网首部的类型字段相同。"
        ),
        "hardware_length": FieldText("硬件地址长度", "下面每个 MAC 地址的长度（字节）：{hardware_length}。"),
        "protocol_length": FieldText("协议地址长度", "下面每个 IP 地址的长度（字节）：{protocol_length}。"),
        "operation": FieldText(
            "操作码",
            "说明这个报文是请求还是应答。",
            {1: "1 是请求：发送方询问谁有目标 IP 地址。", 2: "2 是应答：下面的发送方 MAC 地址就是答案。"},
        ),
        "sender_mac": FieldText(
            "发送方 MAC 地址", "发送这个报文的设备的 MAC 地址：{mac}。收到报文的设备可以把它记入 ARP 表。"
        ),
        "sender_ip": FieldText(
            "发送方 IP 地址",
            "与发送方 MAC 地址对应的 IP 地址。",
            {
                "none": "0.0.0.0 表示探测：发送方在询问某个地址是否空闲（RFC 5227）。",
                "known": "这里的地址是 {ip}，目标设备马上知道应答该发到哪里。",
            },
        ),
        "target_mac": FieldText(
            "目标 MAC 地址",
            "在应答里，是发出请求的设备的 MAC 地址。",
            {"asked": "在请求里还不知道这个地址，所以值 {mac} 没有意义。"},
        ),
        "target_ip": FieldText(
            "目标 IP 地址",
            "在请求里，是要查找的地址；在应答里，是发出请求的设备的地址。这里是 {ip}。",
            {"own": "这是发送方自己的地址：发送方向所有站点通告它（RFC 5227）。"},
        ),
    },
}
