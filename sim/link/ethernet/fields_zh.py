"""以太网帧的字段。"""

from sim.explain.language import FieldText

FIELDS: dict[str, dict[str, FieldText]] = {
    "ethernet": {
        "": FieldText("以太网帧", "把分组送过一条链路。路由器去掉这个首部，再为下一条链路写一个新的首部。"),
        "dst": FieldText(
            "目的 MAC 地址",
            "本链路上应该收下这个帧的站点。",
            {
                "one": "{mac} 是一个站点：其他站点不理会这个帧。",
                "group": "{mac} 是组播地址：监听这个组的站点都收下。",
                "broadcast": "{mac} 是广播地址：链路上的所有站点都收下。",
                "none": "全零不是任何站点的地址。环回接口上没有别的站点需要区分。",
            },
        ),
        "src": FieldText(
            "源 MAC 地址",
            "在本链路上发出这个帧的站点：{mac}。交换机由这个地址学到哪个端口通往这个站点。",
            {"none": "全零不是任何站点的地址：这个帧在环回接口上，没有交换机看到它。"},
        ),
        "ethertype": FieldText(
            "内容的类型",
            "告诉接收方首部后面是哪种协议：{ethertype}。",
            {"length": "不超过 1500 的数不是类型，而是数据的长度（字节）。"},
        ),
    },
    "trailer": {
        "trailer": FieldText(
            "结尾之后的字节", "在首部给出的结尾之后还有 {size} 字节。它们不属于任何报文，没有设备读取。"
        ),
    },
    "padding": {
        "padding": FieldText(
            "填充", "{size} 字节的零，因为帧不得少于 60 字节（连同帧校验序列是 64 字节）。接收方忽略填充。"
        ),
    },
    "fcs": {
        "fcs": FieldText(
            "帧校验序列（FCS）", "对整个帧计算的校验和（CRC-32）。接收方重新计算，如果不一致就丢弃这个帧。"
        )
    },
}
