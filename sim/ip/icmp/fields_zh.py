"""ICMP 报文的字段。"""

from sim.explain.language import FieldText

FIELDS: dict[str, dict[str, FieldText]] = {
    "icmp": {
        "": FieldText("网际控制报文协议", "告诉数据报的源主机它出了什么事，也回答 ping 之类的询问。"),
        "type": FieldText(
            "类型",
            "这是哪一种报文：{type}。",
            {
                0: "它回答回显请求：主机在。",
                3: "下面引用的数据报送不到；代码说明原因。",
                4: "它曾用来要求发送方放慢；现在不应再发（RFC 6633）。",
                5: "路由器告诉主机：去这个目的地有更好的第一跳。",
                8: "谁收到都用同样的数据回答（ping）。",
                9: "路由器宣告自己的存在（RFC 1256）。",
                10: "主机询问有哪些路由器（RFC 1256）。",
                11: "下面引用的数据报时间用完了；代码说明是哪一种。",
                12: "下面引用的首部有问题。",
                13: "它询问对方的时钟。",
                14: "它回答询问，给出自己的时钟。",
            },
        ),
        "code": FieldText(
            "代码", "把类型的含义说得更具体。", {"plain": "这种类型的报文在这里是 0。", "named": "这里是：{code}。"}
        ),
        "checksum": FieldText("校验和", "保护整个报文，连同数据。如果不对，就不声不响地丢弃。"),
        "identifier": FieldText(
            "标识符", "提问者的记号 {identifier}，回答里原样重复：这样每个 ping 能认出给自己的回答。"
        ),
        "sequence": FieldText("序号", "这是提问者的第几次询问，或是对它的回答：{sequence}。丢失和重复都看得出来。"),
        "unused": FieldText("未用", "这种报文用不着这些字节：填 0，谁也不读。"),
        "rest": FieldText("首部其余部分", "四个字节，含义由类型决定。这里不认识这种类型。"),
        "gateway": FieldText("更好的路由器", "去这个目的地的数据报请直接交给 {ip}，它就在你的链路上。"),
        "mtu": FieldText(
            "下一条链路的 MTU",
            "下一条链路能容纳的最大数据报。",
            {"known": "不超过 {mtu} 字节就能通过。", "none": "0 来自老式路由器，它不说是多少。"},
        ),
        "pointer": FieldText("指针", "被引用的数据报里哪个字节有问题：从 0 数起的第 {pointer} 字节。"),
        "originate": FieldText("发起时间", "提问者何时发出询问，以零点（世界时）以来的毫秒计：{originate}。"),
        "receive": FieldText("接收时间", "回答的一方何时收到询问，以零点（世界时）以来的毫秒计：{receive}。"),
        "transmit": FieldText("发送时间", "回答何时发出，以零点（世界时）以来的毫秒计：{transmit}。"),
        "data": FieldText("报文的数据", "首部后面的 {size} 字节。回显应答把请求带来的字节原样送回。"),
    },
}
