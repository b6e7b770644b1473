"""IPv4 首部的字段。"""

from sim.explain.language import FieldText

FIELDS: dict[str, dict[str, FieldText]] = {
    "fragment": {
        "fragment": FieldText("数据报的一部分", "被分片的数据报的 {size} 字节。目的主机先把数据报重组，再读取内容。"),
    },
    "ipv4": {
        "": FieldText("网际协议第 4 版", "把数据报从源主机送到目的主机，需要时经过任意多个路由器。"),
        "version": FieldText("版本", "协议的版本：{version}。在 IPv4 里，这个字段是 4。"),
        "ihl": FieldText(
            "首部长度",
            "首部的长度，以 4 字节为单位：这里是 {octets} 字节。首部之后是内容。",
            {"plain": "5 是最小值：没有选项。", "options": "其中 {options} 字节是选项。"},
        ),
        "tos": FieldText(
            "服务类型（DSCP 和 ECN）",
            "路由器应该怎样处理这个数据报。前 6 位（DSCP）给出等级，这里是 {dscp}；"
            "后 2 位（ECN）可以报告路由器拥塞，这里是 {ecn}。",
            {0: "0 表示没有特别的要求。"},
        ),
        "total_length": FieldText(
            "总长度",
            "整个数据报的长度（字节），包括首部和内容[：{total_length}，所以内容是 {content} 字节]。"
            "帧里后面的字节不属于这个数据报。",
        ),
        "identification": FieldText(
            "标识",
            "同一个数据报的各个分片的标识相同，这里是 {identification}，目的主机据此知道哪些分片属于同一个数据报。",
        ),
        "flags": FieldText(
            "标志",
            "说明路由器能否把数据报分片，后面是否还有分片。",
            {
                0: "都没有置位：路由器可以把数据报分片，后面没有分片了。",
                1: "MF（还有分片）：这不是最后一个分片。",
                2: "DF（不分片）：如果路由器不能转发整个数据报，就丢弃它。",
                4: "第一位是保留位，必须是 0。",
            },
        ),
        "fragment_offset": FieldText(
            "片偏移",
            "这个分片在整个数据报内容里的位置，以 8 字节为单位：从第 {octets} 字节起。",
            {"whole": "这个数据报没有分片。", "first": "这是第一个分片。"},
        ),
        "ttl": FieldText(
            "生存时间（TTL）",
            "数据报还可以经过多少条链路（包括这一条）：{ttl}。每个路由器减 1，减到 0 就丢弃数据报，"
            "这样数据报不会在环路里一直转。",
        ),
        "protocol": FieldText("内容的协议", "告诉目的主机内容属于哪个协议：{protocol}。"),
        "header_checksum": FieldText(
            "首部校验和", "只保护这个首部，不保护内容。每个路由器都改变 TTL，所以都要重新计算校验和。"
        ),
        "src": FieldText(
            "源地址", "发出这个数据报的主机：{ip}。应答和差错报文发往这个地址。只有做 NAT 的路由器改动它。"
        ),
        "dst": FieldText(
            "目的地址",
            "应该收到数据报的主机。每个路由器用 {ip} 查自己的路由表。只有做 NAT 的路由器改动它。",
            {
                "broadcast": "这个地址表示链路上的所有主机，路由器不转发这个数据报。",
                "group": "这是一个组的地址（组播）。",
            },
        ),
        "end_of_option_list": FieldText("选项结束", "后面没有选项了。其余的把首部补足到 4 字节的倍数。"),
        "no_operation": FieldText("无操作", "一个没有含义的字节，用来对齐下一个选项。"),
        "record_route": FieldText("记录路由", "途中每个路由器把自己的地址写在这里，直到写满。"),
        "internet_timestamp": FieldText("路由器的时间戳", "途中每个路由器在这里写下数据报何时到达。"),
        "security": FieldText("安全", "内容的保密等级。很少有网络使用这个选项，有的网络会丢弃带这个选项的数据报。"),
        "loose_source_route": FieldText(
            "宽松源路由",
            "数据报必须按这个顺序经过的路由器，中间可以有别的路由器。攻击者可能滥用这个选项，"
            "所以多数路由器丢弃这种数据报。",
        ),
        "strict_source_route": FieldText(
            "严格源路由",
            "数据报必须按这个顺序经过的全部路由器，中间不许有别的路由器。攻击者可能滥用这个选项，"
            "所以多数路由器丢弃这种数据报。",
        ),
        "router_alert": FieldText("路由器警告", "要求途中每个路由器都检查这个数据报，虽然它是发给别的设备的。"),
        "option": FieldText("未知的选项", "一个 {size} 字节的选项，这里不知道它的含义。设备忽略不认识的选项。"),
    },
}
