"""以太网帧、ARP 的字段，以及没有首部的字节。"""

from sim.explain.rule import FieldText

FIELDS = {
    "ethernet": {
        "": FieldText("以太网帧", "把分组送过一条链路。路由器去掉这个首部，再为下一条链路写一个新的。"),
        "dst": FieldText(
            "目的 MAC 地址",
            "本链路上该由谁收下这个帧。",
            {
                "one": "{mac} 是一个站点：其他站点不理会这个帧。",
                "group": "{mac} 是组播地址：监听这个组的站点都收下。",
                "broadcast": "{mac} 是广播地址：链路上的所有站点都收下。",
            },
        ),
        "src": FieldText("源 MAC 地址", "把这个帧放到本链路上的站点：{mac}。交换机由此学到这个站点在哪个端口后面。"),
        "ethertype": FieldText(
            "内容的类型",
            "告诉接收方首部后面的字节是什么：{ethertype}。",
            {"length": "不超过 1500 的数不是类型，而是数据的长度（字节）。"},
        ),
    },
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
    "data": {"data": FieldText("数据", "替上面各层运送的内容：{size} 字节，前面的首部不看其中写了什么。")},
    "fragment": {
        "fragment": FieldText("数据报的一部分", "被切开的数据报的 {size} 字节。目的主机把各片拼好之后才继续往下读。"),
    },
    "trailer": {
        "trailer": FieldText("结尾之后的字节", "在首部所给的结尾之后还有 {size} 字节：不属于任何报文，也没有谁读它。"),
    },
    "padding": {
        "padding": FieldText(
            "填充", "{size} 字节的零：帧不得少于 60 字节（连同帧检验序列是 64 字节）。接收方不理会填充。"
        ),
    },
    "fcs": {"fcs": FieldText("帧检验序列", "对整个帧计算的校验和（CRC-32）。接收方重新计算，如果不一致就丢弃这个帧。")},
    "any": {"truncated": FieldText("不完整的字段", "字节在这个字段结束之前就没有了：只剩 {size} 字节，读不出它的值。")},
}
