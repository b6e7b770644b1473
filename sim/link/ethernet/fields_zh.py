"""以太网帧的字段。"""

from sim.explain.language import FieldText

FIELDS: dict[str, dict[str, FieldText]] = {
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
    "trailer": {
        "trailer": FieldText("结尾之后的字节", "在首部所给的结尾之后还有 {size} 字节：不属于任何报文，也没有谁读它。"),
    },
    "padding": {
        "padding": FieldText(
            "填充", "{size} 字节的零：帧不得少于 60 字节（连同帧检验序列是 64 字节）。接收方不理会填充。"
        ),
    },
    "fcs": {"fcs": FieldText("帧检验序列", "对整个帧计算的校验和（CRC-32）。接收方重新计算，如果不一致就丢弃这个帧。")},
}
