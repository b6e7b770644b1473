"""IGMP 报文的字段。"""

from sim.explain.language import FieldText

FIELDS: dict[str, dict[str, FieldText]] = {
    "igmp": {
        "": FieldText("网际组管理协议", "告诉一条链路上的路由器，那里的主机收听哪些组播组。"),
        "type": FieldText(
            "类型",
            "这是哪一种报文：{type}。",
            {
                0x11: "路由器询问主机收听哪些组。",
                0x12: "主机收听这个组（版本 1）。",
                0x16: "主机收听这个组（版本 2）。",
                0x17: "主机离开这个组（版本 2）。",
                0x22: "主机告知它所有的组，或者一个变化（版本 3）。",
            },
        ),
        "unused": FieldText("未用", "发送方填 0，接收方忽略。"),
        "max_response_time": FieldText(
            "最长应答时间",
            "每台主机先等待一段随机的时间再应答，最长不超过它，这样大家不会同时应答。",
            {"old": "0 来自使用 IGMP 版本 1 的路由器，意思是 10 s。", "known": "这里是：{ns}。"},
        ),
        "checksum": FieldText("校验和", "保护整个报文。如果校验和错误，接收方就丢弃报文。"),
        "group_address": FieldText(
            "组地址", "报文说的是哪个组。", {"all": "0.0.0.0：路由器询问所有的组。", "one": "这里是：{ip}。"}
        ),
        "resv": FieldText("保留", "发送方填 0，接收方忽略。"),
        "suppress": FieldText("抑制路由器的处理", "1 告诉别的路由器，不要因为这个查询而缩短它们的定时器。主机不管它。"),
        "qrv": FieldText("查询器的健壮性", "主机把变化报告几次，以防有的报告丢失：{qrv}。0 表示由主机自己决定。"),
        "qqic": FieldText("两次查询的间隔", "这个路由器多久询问一次所有的组：每 {ns} 一次。"),
        "number_of_sources": FieldText("发送方的数目", "路由器询问几个发送方：{number_of_sources}。0 表示询问整个组。"),
        "source_address": FieldText("发送方", "路由器询问的一个发送方。"),
        "reserved": FieldText("保留", "发送方填 0，接收方忽略。"),
        "number_of_records": FieldText("记录的数目", "这个报告说到几个组：{number_of_records}。"),
        "rest": FieldText("后面的字节", "校验和包括它们，但没有人读它们。"),
    },
    "igmp-record": {
        "": FieldText("一个组的记录", "说明主机在一个组里要收听谁。"),
        "record_type": FieldText(
            "记录的类型",
            "发送方列表的含义：{record_type}。",
            {
                1: "应答：主机只收听列出的发送方。列表为空：它不在这个组中。",
                2: "应答：主机收听列出的以外的所有发送方。列表为空：它收听所有人。",
                3: "变化：从现在起主机只收听列出的发送方。列表为空：它离开这个组。",
                4: "变化：从现在起主机收听列出的以外的所有发送方。列表为空：它加入这个组。",
                5: "变化：主机还要收听列出的发送方。",
                6: "变化：主机不再收听列出的发送方。",
            },
        ),
        "aux_data_len": FieldText("附加数据的长度", "发送方后面有几个 4 字节的单位。版本 3 不用它。"),
        "number_of_sources": FieldText("发送方的数目", "列表里有几个发送方：{number_of_sources}。"),
        "multicast_address": FieldText("组地址", "这条记录说的组。"),
        "source_address": FieldText("发送方", "列表里的一个发送方。"),
        "auxiliary_data": FieldText("附加数据", "IGMP 版本 3 不用它。"),
        "rest": FieldText("后面的字节", "校验和包括它们，但没有人读它们。"),
    },
}
