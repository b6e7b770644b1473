"""IPv4 首部的字段。"""

from sim.explain.language import FieldText

FIELDS: dict[str, dict[str, FieldText]] = {
    "fragment": {
        "fragment": FieldText("数据报的一部分", "被切开的数据报的 {size} 字节。目的主机把各片拼好之后才继续往下读。"),
    },
    "ipv4": {
        "": FieldText("网际协议第 4 版", "把数据报从源送到目的地，中间经过多少路由器都可以。"),
        "version": FieldText("版本", "首部是哪种格式：{version}。IPv4 在这里是 4。"),
        "ihl": FieldText(
            "首部长度",
            "首部的长度，以 4 字节为单位，所以是 {octets} 字节：内容从那里开始。",
            {"plain": "5 是最小值：没有选项。", "options": "其中 {options} 字节是选项。"},
        ),
        "tos": FieldText(
            "服务类型（DSCP 和 ECN）",
            "路由器该怎样对待这个数据报。前 6 位是等级（DSCP），这里是 {dscp}；后 2 位（ECN）可以报告路由器拥塞，"
            "这里是 {ecn}。",
            {0: "0 表示没有特别的要求。"},
        ),
        "total_length": FieldText(
            "总长度",
            "数据报的字节数，首部和内容一起算[：{total_length}，所以内容是 {content} 字节]。帧里再往后的不属于它。",
        ),
        "identification": FieldText(
            "标识", "同一个数据报的各个分片在这里的值相同：{identification}，目的主机据此知道哪些属于一起。"
        ),
        "flags": FieldText(
            "标志",
            "说明数据报能不能分片，后面还有没有分片。",
            {
                0: "都没有置位：可以分片，而这就是数据报的末尾。",
                1: "MF（还有分片）：这不是最后一部分。",
                2: "DF（不分片）：如果路由器不能整个发出去，就丢弃它。",
                4: "第一位是保留的，必须是 0。",
            },
        ),
        "fragment_offset": FieldText(
            "片偏移",
            "这一部分在整个数据报内容里的位置，以 8 字节为单位：从第 {octets} 字节起。",
            {"whole": "这个数据报没有分片。", "first": "这是第一个分片。"},
        ),
        "ttl": FieldText(
            "生存时间（TTL）",
            "数据报还可以经过多少条链路（包括这一条）：{ttl}。每个路由器减 1，减到 0 就丢弃，"
            "这样就不会在环路里没完没了地转。",
        ),
        "protocol": FieldText("内容的协议", "告诉目的主机内容该交给哪个协议：{protocol}。"),
        "header_checksum": FieldText("首部校验和", "只保护这个首部，不管内容。由于 TTL 会变，每个路由器都要重新计算。"),
        "src": FieldText("源地址", "谁发出了这个数据报，回答或差错报文也就送到哪里：{ip}。路由器不改动它。"),
        "dst": FieldText(
            "目的地址",
            "数据报要送给谁。每个路由器拿 {ip} 查自己的路由表，而不改动它。",
            {
                "broadcast": "这个地址是给本链路上所有主机的，路由器不转发。",
                "group": "这是一个组的地址（组播）。",
            },
        ),
        "end_of_option_list": FieldText("选项结束", "后面没有选项了：剩下的把首部补足到 4 字节的倍数。"),
        "no_operation": FieldText("无操作", "一个什么也不说的字节：让下一个选项落在更合适的位置。"),
        "record_route": FieldText("记录路由", "途中每个路由器把自己的地址写在这里，直到写满。"),
        "internet_timestamp": FieldText("路由器的时间戳", "途中每个路由器在这里写下数据报是什么时候到的。"),
        "security": FieldText("安全", "内容的保密等级。很少有网络使用；有的会丢弃带这个选项的数据报。"),
        "loose_source_route": FieldText(
            "宽松源路由",
            "数据报必须按这个顺序经过的路由器，中间可以有别的。由于路线可能被滥用，多数路由器丢弃这种数据报。",
        ),
        "strict_source_route": FieldText(
            "严格源路由",
            "数据报必须按这个顺序经过的全部路由器，中间不许有别的。由于路线可能被滥用，多数路由器丢弃这种数据报。",
        ),
        "router_alert": FieldText("路由器警告", "请途中每个路由器都看一看这个数据报，虽然它是给别人的。"),
        "option": FieldText("未知的选项", "一个 {size} 字节的选项，这里不知道它的含义。不认识的选项要跳过。"),
    },
}
