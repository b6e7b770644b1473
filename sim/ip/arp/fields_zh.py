"""ARP 报文的字段。"""

from sim.explain.language import FieldText

FIELDS: dict[str, dict[str, FieldText]] = {
    "arp": {
        "": FieldText("地址解析协议", "查出同一链路上某个 IP 地址对应的 MAC 地址。"),
        "hardware_type": FieldText("硬件类型", "查的是哪种链路的地址：类型 {hardware_type}；1 是以太网。"),
        "protocol_type": FieldText(
            "协议类型", "要转换的是哪种协议的地址：{ethertype}。编号与以太网首部的类型字段相同。"
        ),
        "hardware_length": FieldText("硬件地址长度", "下面每个 MAC 地址有多少字节：{hardware_length}。"),
        "protocol_length": FieldText("协议地址长度", "下面每个 IP 地址有多少字节：{protocol_length}。"),
        "operation": FieldText(
            "操作码",
            "区分请求和应答。",
            {1: "1 是请求：询问谁有这个目标 IP 地址。", 2: "2 是应答：下面的发送方 MAC 地址就是答案。"},
        ),
        "sender_mac": FieldText("发送方 MAC 地址", "这个报文的发送方的 MAC 地址 {mac}：听到的站点可以记下来。"),
        "sender_ip": FieldText(
            "发送方 IP 地址",
            "与发送方 MAC 地址对应的 IP 地址。",
            {
                "none": "0.0.0.0 表示探测：发送方还没有地址，在问某个地址是否空闲（RFC 5227）。",
                "known": "这里写着 {ip}，被问的一方马上知道该回答谁。",
            },
        ),
        "target_mac": FieldText(
            "目标 MAC 地址",
            "在应答里是提问者的 MAC 地址。",
            {"asked": "在请求里这正是要问的，所以还没有意义：{mac}。"},
        ),
        "target_ip": FieldText(
            "目标 IP 地址",
            "在请求里是要查找的地址，在应答里是提问者的地址：{ip}。",
            {"own": "这是发送方自己的地址：它在向所有站点通告（RFC 5227）。"},
        ),
    },
}
