"""ICMP：问对方在不在，告诉发送方出了什么问题。"""

from sim.ip.icmp import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.ECHO_REPLY: Text(
        "应答 ping",
        "{src} 问 {dst} 在不在。应答带回同样的序号 {sequence} 和同样的 {length} 字节数据。",
    ),
    rules.TIMESTAMP_REPLY: Text(
        "用时间应答",
        "{src} 问 {dst} 现在几点：序号为 {sequence} 的应答写明询问何时到达、应答何时发出。",
    ),
    rules.TIMESTAMP_TOO_SHORT: Text(
        "时间戳请求太短",
        "时间戳请求要带三个时间，共 12 字节；{src} 的这个只有 {length} 字节，所以丢弃。",
    ),
    rules.BROADCAST_QUERY_IGNORED: Text(
        "发给所有人，忽略",
        "这个{type}是发给所有主机的（{dst}）。如果人人应答，{src} 就会被淹没，所以忽略它。",
    ),
    rules.REPLY_RECEIVED: Text(
        "应答到了",
        "{src} 应答了：这个{type}（序号 {sequence}）交给当初询问的程序，它的标识符是 {identifier}。",
    ),
    rules.ERROR_RECEIVED: Text(
        "收到差错报告",
        "{src} 报告：{type}（{code}）。从报文里引用的数据报可以看出该通知哪个程序。",
    ),
    rules.TYPE_IGNORED: Text(
        "忽略这种报文",
        "{src} 发来类型为“{type}”的 ICMP 报文，本设备不处理这一种：丢弃。",
    ),
    rules.TRUNCATED: Text(
        "ICMP 报文被截断",
        "ICMP 报文至少有 {needed} 字节，这里只有 {present} 字节，所以丢弃。",
    ),
    rules.BAD_CHECKSUM: Text(
        "ICMP 校验和错误",
        "ICMP 校验和是 {found}，按报文计算应该是 {expected}：报文在途中损坏了，所以丢弃。",
    ),
    rules.MALFORMED: Text(
        "不是 ICMP 报文",
        "{src} 的数据报说自己装的是 ICMP，但内容不成 ICMP 报文，所以丢弃。",
    ),
    rules.ERROR: Text(
        "告诉发送方",
        "要让 {src} 知道它发往 {dst} 的数据报怎么样了：给它发 ICMP 报文“{type}”（{code}）。",
    ),
    rules.NO_ERROR_ABOUT_ERROR: Text(
        "不为差错报差错",
        "{src} 的数据报本身就是 ICMP 差错报文。为差错再报差错会没完没了，所以什么也不发。",
    ),
    rules.NO_ERROR_ABOUT_LATER_FRAGMENT: Text(
        "只为第一个分片报错",
        "这不是第一个分片。为第一个分片报告一次差错就够了，所以不给 {src} 发任何报文。",
    ),
    rules.NO_ERROR_ABOUT_BROADCAST: Text(
        "不为广播报差错",
        "{src} 的数据报发给了许多主机（{dst}）。如果都报差错，{src} 就会被淹没，所以什么也不发。",
    ),
    rules.NO_ERROR_ABOUT_BROADCAST_FRAME: Text(
        "不为广播报差错",
        "{src} 的数据报装在广播给所有站点的帧里。如果都报差错，{src} 就会被淹没，所以什么也不发。",
    ),
    rules.NO_ERROR_TO_NO_HOST: Text(
        "无人可告知",
        "{src} 不是某一台主机的地址，ICMP 差错报文没有人可发。",
    ),
    rules.RATE_LIMITED: Text(
        "差错报文暂时够了",
        "已经连续给 {dst} 发了 {burst} 个 ICMP 差错报文，现在每 {interval}只发一个：这一个不发。",
    ),
    rules.TOKEN_SPENT: Text(
        "差错报文要计数",
        "为了不让差错报文淹没 {dst}，要给它们计数：马上还能再发 {left} 个，以后每 {interval}一个。",
    ),
    rules.REDIRECT: Text(
        "告知更近的路",
        "{src} 和下一跳 {gateway} 都在 {network} 里（接口 {port}）。{src} 可以直接发过去，所以告诉它：去 {dst}"
        " 该这样走。",
    ),
    rules.REDIRECT_ACCEPTED: Text(
        "改走更近的路",
        "网关 {src} 说去 {dst} 走 {gateway} 更好。正在使用的网关说的可以信，所以专为 {dst} 添加一条路由。",
    ),
    rules.REDIRECT_IGNORED: Text(
        "不理会重定向",
        "{src} 建议换一条路（重定向），但本设备不接受这种建议。",
    ),
    rules.REDIRECT_STRAY: Text(
        "与发出的数据报无关的建议",
        "{src} 建议换一条路（重定向），但它引用的并不是本设备经网关发出的数据报：不理会这个建议。",
    ),
    rules.REDIRECT_CODE_UNKNOWN: Text(
        "不认识的重定向",
        "{src} 的重定向代码是 {code}，而只有 0 到 3 有意义：忽略。",
    ),
    rules.REDIRECT_GATEWAY_OFF_LINK: Text(
        "建议的网关到不了",
        "{src} 建议去 {dst} 走 {gateway}，但它不是本链路上的别的主机：不理会这个建议。",
    ),
    rules.REDIRECT_FORGOTTEN: Text(
        "建议的网关失效了",
        "从接口 {port} 已经到不了 {gateway}，所以放弃经它去 {dst} 的建议：重新按其他路由走。",
    ),
    rules.REDIRECT_NOT_FROM_GATEWAY: Text(
        "陌生人的建议",
        "{src} 建议换一条路去 {dst}，但它不是正在使用的网关[（{first_hop}）]：不相信这个建议。",
    ),
}
