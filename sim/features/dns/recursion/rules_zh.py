"""递归解析器怎样处理问题，怎样看待服务器的回答。"""

from sim.features.dns.recursion import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.ASKED: Text(
        "替客户端解析",
        "客户端查询 {qname}（{qtype}），要的是最终答案。所以本解析器自己去找：先看缓存，没有就问其他服务器。",
    ),
    rules.ASKED_FOR_ITSELF: Text("解析器自己需要答案", "要继续下去，本解析器先要知道 {qname}（{qtype}）。"),
    rules.NO_QUERY: Text("不是查询", "这个报文是回答（QR 标志），而这个端口没有问过什么，所以丢弃。"),
    rules.NO_PLAIN_QUESTION: Text(
        "不能回答的问题", "本解析器只回答带一个问题的标准查询（操作码 0）。这个报文不是，所以用响应码说明。"
    ),
    rules.NO_RECURSION: Text(
        "客户端不要递归", "查询没有 RD 标志（希望递归），所以解析器只说缓存里有的内容，不去问别人。"
    ),
    rules.TOO_BUSY: Text("同时的问题太多", "解析器已经在处理 {most} 个问题，对这一个回答 SERVFAIL。"),
    rules.REPEATED: Text("同样的问题又来了", "同一个客户端已经问过 {qname}，还在处理之中。重复的查询不需要再做什么。"),
    rules.JOINED: Text("问题已经在查", "解析器已经在查 {qname}。新的客户端得到同样的答案，不用再发查询。"),
    rules.FROM_CACHE: Text("答案在缓存里", "缓存里有 {qname} 的答案，生存时间还没到，所以不问服务器。"),
    rules.OWN_ZONE: Text("名字在自己的区里", "本设备自己就负责 {qname} 所在的区。区里的内容优先于其他服务器说的。"),
    rules.ALIAS_FROM_CACHE: Text("别名在缓存里", "缓存里说 {qname} 是 {target} 的别名，解析器用那个名字继续。"),
    rules.FAILED_BEFORE: Text("刚刚失败过", "刚才没有谁能回答 {qname} 的问题。在几秒之内，解析器不再尝试。"),
    rules.BEGIN_AT_ROOT: Text(
        "从根开始", "离 {qname} 最近的已知服务器只有根服务器。解析器预先配置了它们的地址：{servers}。"
    ),
    rules.BEGIN_AT_KNOWN: Text(
        "从最近的已知区开始",
        "缓存里有区 {zone} 的服务器：{servers}。这是离 {qname} 最近的已知区，所以从那里开始，而不从根开始。",
    ),
    rules.BEGIN_AT_CONFIGURED: Text(
        "从配置的区开始", "解析器配置了区 {zone} 的服务器：{servers}，向它们查询 {qname}。"
    ),
    rules.BEGIN_AT_FORWARDER: Text("交给另一个解析器", "本设备是转发器：把 {qname} 的问题交给 {servers}，并记住回答。"),
    rules.ASK_ROOT: Text(
        "询问根服务器",
        "解析器向根服务器 {server} 查询 {qname}（{qtype}）。根服务器知道名字的最后一部分由谁负责。",
    ),
    rules.ASK: Text(
        "询问区的服务器",
        "{server} 是区 {zone} 的服务器。解析器向它查询 {qname}（{qtype}），不带 RD 标志：只要它自己知道的内容。",
    ),
    rules.FORWARD: Text(
        "转发问题", "解析器把 {qname}（{qtype}）的问题交给 {server}，带 RD 标志：由那台服务器去找答案。"
    ),
    rules.ASK_AGAIN: Text(
        "再问一次服务器", "还没有有用的回答。解析器用新的编号和新的端口，再向 {server} 查询 {qname}（{qtype}）。"
    ),
    rules.ASK_OVER_TCP: Text(
        "改用 TCP 再问", "一个 UDP 数据报装不下回答。解析器用 TCP 再向 {server} 查询 {qname}（{qtype}）。"
    ),
    rules.WAIT: Text(
        "等待回答",
        "解析器等 {server} {ns}。这个时间由那台服务器以前的回答速度得出，服务器每沉默一次就加倍。",
    ),
    rules.SILENT: Text(
        "服务器没有回答", "{server} 在 {ns}之内没有回答。解析器再问：问这个区的另一台服务器，或者再问这一台。"
    ),
    rules.UNREACHABLE: Text("到不了服务器", "发给 {server} 的查询立刻失败（{error}）。解析器去问另一台服务器。"),
    rules.NO_RESPONSE: Text("不是回答而是查询", "{server} 发来的报文是查询，而这个端口在等回答，所以丢弃。"),
    rules.NOT_ASKED: Text("陌生者的回答", "没有什么问题还在等 {server} 回答。这样的回答谁都能发，所以丢弃。"),
    rules.WRONG_ID: Text(
        "回答的编号不对", "{server} 的回答的编号是 {id}，没有哪个等待中的查询用它。它可能是伪造的，所以丢弃。"
    ),
    rules.WRONG_QUESTION: Text(
        "回答的是别的问题", "{server} 的回答里重复的问题和问过的不一样。它可能是伪造的，所以丢弃。"
    ),
    rules.TRUNCATED: Text("回答被截断", "{server} 的回答带 TC 标志：一个 UDP 数据报装不下全部内容。已到的部分不用。"),
    rules.NO_EDNS: Text(
        "服务器不懂 OPT 记录", "{server} 不懂 OPT 记录，而解析器用它说明回答可以有多长。解析器不带这个记录再问一次。"
    ),
    rules.ANSWERED: Text("服务器有答案", "区 {zone} 的服务器 {server} 回答了 {qname}（{qtype}）的问题。"),
    rules.NO_DATA: Text("名字没有这种记录", "{server} 说区 {zone} 里有名字 {qname}，但没有 {qtype} 类型的记录。"),
    rules.NO_NAME: Text("名字不存在", "{server} 负责区 {zone}，它说没有名字 {qname}（NXDOMAIN）。"),
    rules.ALIAS_TOLD: Text("服务器给出别名", "{server} 说 {qname} 是别名，但没有说出关于 {target} 的全部内容。"),
    rules.ALIAS: Text("用规范名继续", "{qname} 是 {target} 的别名。解析器用那个名字重新开始。"),
    rules.REFERRED: Text(
        "服务器指向更近的",
        "{server} 负责 {zone}，自己不知道 {qname}。它给出了 {below} 的服务器，它们离这个名字更近。"
        "解析器接着问其中一台。",
    ),
    rules.LAME: Text(
        "服务器不负责这个区",
        "{server} 应该负责区 {zone}，但既不回答，也不往下指（跛脚服务器）。解析器去问另一台，并在一段时间内避开它。",
    ),
    rules.RECURSIVE: Text(
        "不是自己的回答",
        "{server} 应该负责区 {zone}，但回答不是权威的（没有 AA 标志）：它是从别处得来的。解析器先找更好的服务器。",
    ),
    rules.SERVER_FAILED: Text(
        "服务器不能回答", "{server} 不能回答 {qname} 的问题：{rcode}。解析器去问区 {zone} 的另一台服务器。"
    ),
    rules.NOT_ITS_ZONE: Text(
        "区外的记录",
        "{server} 是区 {zone} 的服务器，而 {name} 不在这个区里。它说的这些不可信，否则谁都能弄坏缓存。",
    ),
    rules.NO_GLUE: Text(
        "缺少服务器的地址", "{server_name} 负责区 {zone}，但没有谁说过它的地址。解析器要先找到这个地址。"
    ),
    rules.PARENT_SIDE: Text(
        "试试上级区说过的", "{zone} 的已知服务器都不回答。上级区说过别的服务器或地址，解析器试试那些。"
    ),
    rules.CLIMB: Text(
        "再问上级区", "{zone} 的已知服务器都没有给出有用的回答。它的服务器也许换了，所以解析器再问 {above} 的服务器。"
    ),
    rules.EMPTY: Text(
        "回答里什么也没有",
        "{server} 的回答里没有答案，也没有说明没有答案的 SOA 记录。解析器先试区 {zone} 的其他服务器。",
    ),
    rules.WEAK_AFTER_ALL: Text("用较弱的回答", "没有服务器对 {qname} 给出更好的回答，所以解析器用 {server} 说的。"),
    rules.CIRCLE: Text(
        "问题会等自己",
        "要找 {qname} 的地址，先要知道 {qname} 的地址。这样绕圈没有尽头，所以解析器不用区 {zone} 的这台服务器。",
    ),
    rules.TOO_DEEP: Text("连着的问题太多", "已经有 {most} 个问题在等别的问题，解析器不再去找 {qname}。"),
    rules.TOO_MUCH_WORK: Text(
        "问题太费事", "做了 {most} 步还没有得到 {qname} 的答案。解析器放弃，这样谁也不能让它忙个不停。"
    ),
    rules.TOO_MANY_ALIASES: Text("别名没有尽头", "名字 {qname} 接连引出了 {most} 个别名，也许在绕圈。解析器放弃。"),
    rules.NOBODY_LEFT: Text(
        "没有服务器可问了", "区 {zone} 的服务器都没有对 {qname} 给出有用的回答。解析器告诉客户端 SERVFAIL。"
    ),
    rules.NO_HINTS: Text("没有谁可问", "解析器不知道谁能回答 {qname}，连根服务器也不知道。它告诉客户端 SERVFAIL。"),
}
