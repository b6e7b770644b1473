"""权威服务器为什么这样回答。"""

from sim.features.dns.authority import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.ANSWERED: Text("区域里有这种记录", "这台服务器的区域里，{qname} 有 {count} 条 {qtype} 记录。"),
    rules.ANSWERED_ANY: Text("询问所有类型", "客户端询问任意类型的记录。区域里 {qname} 有 {count} 种记录。"),
    rules.WILDCARD: Text(
        "通配符代表它",
        "区域里没有 {qname}。{wildcard} 的记录代表这个位置上所有不存在的名字。",
    ),
    rules.ALIAS: Text("这个名字是别名", "{qname} 是 {target} 的别名（CNAME）。服务器接着查找 {target}。"),
    rules.RENAMED: Text(
        "下面的名字在别处",
        "{owner} 有一条 DNAME 记录，所以 {qname} 就是 {target}。服务器生成一条 CNAME 记录来说明这一点。",
    ),
    rules.DNAME_TOO_LONG: Text(
        "新的名字太长",
        "{owner} 的 DNAME 记录使 {qname} 变成超过 255 字节的名字，这样的名字不存在。",
    ),
    rules.CHAIN_ENDS: Text("别名没有尽头", "服务器已经跟随了 {aliases} 个别名，不再查找 {qname}。"),
    rules.ALIAS_LEADS_OUT: Text(
        "别名指向另一个区域",
        "{qname} 不在这台服务器的任何区域里。客户端要向别的服务器询问 {qname}。",
    ),
    rules.REFERRAL: Text(
        "区域在别的服务器",
        "{cut} 是一个单独的区域。这台服务器不知道 {qname}，但知道 {cut} 的 {count} 台服务器，把它们告诉客户端。",
    ),
    rules.NO_SUCH_NAME: Text(
        "名字不存在",
        "区域里有 {encloser}，但没有 {qname}，这个位置也没有通配符。SOA 记录说明客户端可以把这一点记多久。",
    ),
    rules.NO_SUCH_TYPE: Text("没有这种记录", "{qname} 存在，但没有 {qtype} 类型的记录。回答是空的，这不是错误。"),
    rules.EMPTY_NON_TERMINAL: Text(
        "只有下面的名字有记录",
        "{qname} 没有 {qtype} 记录，也没有其他记录。它是存在的，因为下面还有名字。所以回答是空的，这不是错误。",
    ),
    rules.NOT_OURS: Text("不是它的区域", "这台服务器没有 {qname} 的区域，也不去问别的服务器。"),
    rules.NO_TRANSFER: Text("不提供区域副本", "客户端要整个区域的副本，这台服务器不提供副本。"),
    rules.NO_SUCH_CLASS: Text("没有这个类别的区域", "客户端询问 {qclass} 类别的记录，而这台服务器的区域属于 IN 类别。"),
    rules.NO_SUCH_OPCODE: Text("未知的查询种类", "查询的种类（OPCODE）是 {opcode}。这台服务器只认识 0，即标准查询。"),
    rules.NOT_ONE_QUESTION: Text("问题不是一个", "一次查询有一个问题，这里有 {count} 个问题。"),
    rules.TWO_OPT: Text(
        "OPT 记录位置不对",
        "查询的附加部分可以有一条 OPT 记录。这里有 {count} 条，或者它不在附加部分。",
    ),
    rules.BAD_VERSION: Text("未知的 EDNS 版本", "查询的 OPT 记录是版本 {version}，这台服务器只认识版本 0。"),
    rules.OBSOLETE_TYPE: Text("过时的类型", "已经没有人使用 {qtype} 的记录了，服务器不知道怎样回答。"),
    rules.NO_TYPE_OF_RECORD: Text("不能询问的类型", "{qtype} 记录是报文的一部分，不属于任何区域，所以不能询问。"),
    rules.TRUNCATED: Text(
        "回答太长",
        "回答有 {length} 字节，而客户端通过 UDP 只接收 {limit} 字节。服务器省去一些记录，设置 TC 位。"
        "客户端可以用 TCP 再问一次。",
    ),
    rules.LOADED: Text("载入区域", "这台服务器负责区域 {qname}。"),
    rules.NO_QUERY: Text("服务器收到响应", "{src} 把响应（QR）发给一台没有提问的服务器，服务器不理会它。"),
}
