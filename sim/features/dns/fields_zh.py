"""DNS 报文的字段。"""

from sim.explain.language import FieldText

FIELDS: dict[str, dict[str, FieldText]] = {
    "dns": {
        "": FieldText(
            "域名系统",
            "询问一个名字的信息，或者回答。问题和回答的格式相同：首部、问题和三组记录。",
        ),
        "id": FieldText("标识", "客户端选一个数字，回答里重复它，客户端由此认出自己的回答。"),
        "qr": FieldText("查询或响应", "区分问题和回答。", {0: "这个报文提问。", 1: "这个报文回答。"}),
        "opcode": FieldText(
            "查询的种类", "要做什么。", {0: "0 是普通查询。", 4: "4 告诉服务器区域有变化。", 5: "5 修改区域。"}
        ),
        "aa": FieldText(
            "权威回答",
            "回答的服务器是否拥有这个名字的区域。",
            {0: "没有，或者这是问题。", 1: "拥有：回答不是来自缓存。"},
        ),
        "tc": FieldText(
            "截断",
            "报文太长时，是否省去了一部分。",
            {0: "没有省去什么。", 1: "缺了一部分。客户端应该用 TCP 再问一次。"},
        ),
        "rd": FieldText(
            "期望递归",
            "客户端是否希望服务器在需要时去问别的服务器。",
            {0: "客户端只问这台服务器自己知道的。", 1: "客户端要完整的答案。"},
        ),
        "ra": FieldText("可以递归", "回答的服务器会不会去问别的服务器。", {0: "不会，或者这是问题。", 1: "会。"}),
        "z": FieldText("保留", "必须是 0。"),
        "ad": FieldText("数据已验证", "服务器是否验证过所说的一切的签名。"),
        "cd": FieldText("不做检查", "客户端是否接受签名错误的回答。"),
        "rcode": FieldText(
            "响应码",
            "结果如何。",
            {
                0: "0 表示没有错误。如果回答里没有记录，那么名字存在，但没有这种类型的记录。",
                1: "1：服务器读不懂问题。",
                2: "2：服务器找不到答案。",
                3: "3：名字不存在。",
                4: "4：服务器不认识这种查询。",
                5: "5：服务器不愿意回答。",
                6: "6：DNAME 记录使名字太长。",
            },
        ),
        "qdcount": FieldText("问题数", "后面有几个问题：{qdcount}。"),
        "ancount": FieldText("回答数", "有几条记录回答问题：{ancount}。"),
        "nscount": FieldText(
            "权威记录数",
            "有几条记录说明区域：{nscount}。它们指出区域的服务器，或者说明“不存在”可以记住多久。",
        ),
        "arcount": FieldText("附加记录数", "附加了几条可以省去下一次提问的记录：{arcount}。"),
    },
    "dns-tcp": {
        "": FieldText("TCP 上的 DNS", "TCP 传送的是字节流，所以每个报文前面有它的长度。"),
        "length": FieldText("长度", "后面的报文的长度：{length} 字节。"),
    },
    "dns-question": {
        "": FieldText("问题", "问的是什么。回答里重复问题。"),
        "qname": FieldText("名字", "所问的名字：每个标签前面有它的长度。"),
        "qtype": FieldText("类型", "想要的记录的类型。"),
        "qclass": FieldText("类别", "记录的类：1 是互联网。"),
    },
    "dns-record": {
        "": FieldText("资源记录", "关于一个名字的一条信息。"),
        "name": FieldText("名字", "这条记录属于谁。前面出现过的名字或名字的结尾，可以写成两个字节的指针。"),
        "type": FieldText("类型", "是哪一种信息，也就是数据的含义。"),
        "class": FieldText("类别", "记录的类：1 是互联网。"),
        "ttl": FieldText("生存时间", "记录可以在缓存里保留多久：{ttl} 秒。"),
        "rdlength": FieldText("数据长度", "后面的数据的长度：{rdlength} 字节。"),
        "rdata": FieldText("数据", "原样携带的数据，它的类型在这里没有解释。"),
        "address": FieldText("地址", "拥有这个名字的主机的一个地址。"),
        "target": FieldText("另一个名字", "记录指向的名字：名字服务器、别名背后的名字、地址的名字，或服务所在的主机。"),
        "mname": FieldText("主服务器", "维护这个区域的服务器。"),
        "rname": FieldText("信箱", "谁负责这个区域：第一个点代表地址里的 @。"),
        "serial": FieldText("序列号", "区域的版本，每次修改都增大。"),
        "refresh": FieldText("刷新", "辅助服务器等多少秒再去查看有没有新版本。"),
        "retry": FieldText("重试", "主服务器没有回应时，再等多少秒。"),
        "expire": FieldText("过期", "多少秒联系不上主服务器，就放弃这个区域。"),
        "minimum": FieldText("否定 TTL", "“不存在”最多可以记住多少秒。"),
        "preference": FieldText("优先值", "有几台邮件服务器时，数字最小的优先。"),
        "exchange": FieldText("邮件服务器", "接收这个名字的邮件的主机。"),
        "strings": FieldText("文本", "若干文本，每个前面有它的长度。"),
        "cpu": FieldText("机器", "主机是哪一种机器。"),
        "os": FieldText("操作系统", "主机的操作系统。"),
        "priority": FieldText("优先级", "有几台主机时，先试数字最小的。"),
        "weight": FieldText("权重", "优先级相同的主机中，权重越大，被选中的机会越多。"),
        "port": FieldText("端口", "服务在那台主机上的端口。"),
    },
    "dns-opt": {
        "": FieldText("报文的选项", "这条记录说明的是发送方能做什么，而不是某个名字。"),
        "name": FieldText("名字", "必须是根。"),
        "type": FieldText("类型", "41：这不是区域里的记录。"),
        "size": FieldText("UDP 的大小", "发送方通过 UDP 最多接收多少字节的报文：{size}。"),
        "extended_rcode": FieldText("响应码的其余部分", "响应码的高八位。"),
        "version": FieldText("版本", "这些选项的版本：只有 0。"),
        "flags": FieldText("标志", "第一位表示发送方想要签名，其余各位必须是 0。"),
        "rdlength": FieldText("长度", "后面的选项的长度：{rdlength} 字节。"),
        "options": FieldText("选项", "每个选项有代码、长度和数据。"),
    },
}
