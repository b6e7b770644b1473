"""主机怎样找到名字的地址。"""

from sim.features.dns.stub import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.WANTED: Text(
        "主机要找名字",
        "程序想知道 {name}（{qtype}）。hosts 文件里没有，所以主机的解析器先看缓存，再问服务器。",
    ),
    rules.COMPLETED: Text("补全名字", "{name} 可能是简写。解析器加上搜索域，试试 {qname}。"),
    rules.FROM_CACHE: Text("答案在主机的缓存里", "主机还记得 {qname} 的答案，生存时间还没到，所以什么也不发送。"),
    rules.ASK: Text(
        "询问域名服务器",
        "主机向 {server} 查询 {qname}（{qtype}），带 RD 标志：由服务器找到最终答案。"
        "查询的编号和源端口是随机的，谁也猜不到。",
    ),
    rules.ASK_OVER_TCP: Text(
        "改用 TCP 再问", "一个 UDP 数据报装不下回答。主机用 TCP 再向 {server} 查询 {qname}（{qtype}）。"
    ),
    rules.WAIT: Text("等待回答", "主机等 {server} {ns}。什么也没来的话，就问下一台服务器，或者再问这一台。"),
    rules.SILENT: Text(
        "域名服务器没有回答",
        "{server} 在 {ns}之内没有回答。主机问下一台服务器；问完最后一台，再从第一台开始。",
    ),
    rules.UNREACHABLE: Text(
        "到不了域名服务器", "发给 {server} 的查询立刻失败（{error}）。主机不再等，问下一台服务器。"
    ),
    rules.NOT_ASKED: Text(
        "不是这个查询的回答", "{server} 发来的报文不是这个端口上等待中的查询的回答。它可能是伪造的，所以丢弃。"
    ),
    rules.WRONG_ID: Text("回答的编号不对", "{server} 的回答的编号是 {id}，和查询的不同。它可能是伪造的，所以丢弃。"),
    rules.WRONG_QUESTION: Text(
        "回答的是别的问题", "{server} 的回答里重复的问题和问过的不一样。它可能是伪造的，所以丢弃。"
    ),
    rules.TRUNCATED: Text("回答被截断", "{server} 的回答带 TC 标志：一个 UDP 数据报装不下全部内容。已到的部分不用。"),
    rules.PASSED_OVER: Text(
        "域名服务器不能回答",
        "{server} 不能回答 {qname} 的问题（{rcode}）。这并没有说明名字是否存在，所以主机问下一台服务器。",
    ),
    rules.REJECTED: Text("域名服务器拒绝查询", "{server} 说查询有问题（{rcode}）。别的服务器也会这样说。"),
    rules.ANSWERED: Text("域名服务器有答案", "{server} 回答了 {qname}（{qtype}）的问题。"),
    rules.NO_SUCH_NAME: Text("没有这个名字", "{server} 说名字 {qname} 不存在（NXDOMAIN）。"),
    rules.NO_SUCH_DATA: Text("名字没有这种记录", "{server} 说名字 {qname} 存在，但没有 {qtype} 类型的记录。"),
    rules.NO_NAME: Text(
        "不认识这个名字",
        "谁也不认识名字 {name}：hosts 文件里没有，域名服务器也不知道。程序得到的错误是“Name or service not known”。",
    ),
    rules.NO_DATA_AT_ALL: Text(
        "名字没有地址",
        "名字 {name} 存在，但没有地址。程序得到的错误是“No address associated with hostname”。",
    ),
    rules.NOBODY_ANSWERS: Text(
        "没有域名服务器能回答",
        "没有域名服务器回答 {name} 的问题。名字也许存在，所以程序得到的错误是“Temporary failure in name resolution”。",
    ),
}
