"""HTTP 的服务器为什么这样做，消息哪里有错。"""

from sim.features.http import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.NO_MESSAGE: Text("这里不是消息的开头", "这些字节不以请求行或状态行开头。它们可能是前面某条消息的后续部分。"),
    rules.LISTENS: Text("Web 服务器就绪", "Web 服务器在端口 {local_port} 等待连接。"),
    rules.CONNECTED: Text("客户端已连接", "Web 服务器接受来自 {src} 端口 {src_port} 的连接，现在等待请求。"),
    rules.REQUEST: Text(
        "收到一个请求", "请求的首部已经完整，直到空行：{method} {target}。这是此连接上的第 {count} 个请求。"
    ),
    rules.SITE_BY_NAME: Text(
        "Host 指明站点", "多个站点共用端口 {local_port}。Host 字段写的是 {host}，所以服务器选择这个名字的站点。"
    ),
    rules.SITE_BY_DEFAULT: Text(
        "没有这个名字的站点", "多个站点共用端口 {local_port}，没有一个叫 Host 字段里的“{host}”。服务器选择默认站点。"
    ),
    rules.FOUND: Text("页面存在", "{target} 指向本站点的一个页面。服务器以状态码 {status} 发送它。"),
    rules.NOT_FOUND: Text(
        "这个路径什么也没有", "本站点没有路径为 {target} 的页面，所以状态码是 404。连接没有问题，只是缺少这个页面。"
    ),
    rules.REDIRECTS: Text("页面在别处", "服务器回答状态码 {status}。Location 字段说明应当向哪里请求：{location}。"),
    rules.METHOD_UNKNOWN: Text("方法未知", "服务器不认识方法 {method}，所以状态码是 501。"),
    rules.METHOD_NOT_ALLOWED: Text(
        "页面不接受该方法", "{target} 不接受 {method}，所以状态码是 405。Allow 字段列出它接受的方法：{allowed}。"
    ),
    rules.OPTIONS: Text("列出允许的方法", "客户端询问可以对 {target} 做什么。服务器在 Allow 字段中列出方法。"),
    rules.HEAD: Text("HEAD 不要消息体", "方法是 HEAD，所以服务器只发送响应的首部，不发送消息体。"),
    rules.SAME_ETAG: Text(
        "客户端已经有了",
        "If-None-Match 字段里有页面现在的标记 {etag}。客户端的副本仍然有效，所以服务器发送 304，不带消息体。",
    ),
    rules.NOT_MODIFIED: Text(
        "页面没有改变", "从 If-Modified-Since 中的日期 {date} 起，页面没有改变。服务器发送 304，不带消息体。"
    ),
    rules.SOME_EXISTS: Text(
        "已有这样的页面",
        "字段 If-None-Match: * 表示只在没有页面时才执行请求。页面已存在，"
        "所以服务器发送状态码 {status}，不发送页面内容。",
    ),
    rules.NO_ETAG: Text(
        "页面没有标记", "If-Match 列出了标记，但这个页面没有任何标记。服务器什么也不做，发送状态码 412。"
    ),
    rules.MATCH_FAILED: Text(
        "页面已经变了", "If-Match 中没有页面现在的标记 {etag}。服务器什么也不做，发送状态码 412。"
    ),
    rules.UNMODIFIED_FAILED: Text(
        "页面后来改变过", "从 If-Unmodified-Since 中的日期 {date} 起，页面改变过。服务器什么也不做，发送状态码 412。"
    ),
    rules.NONE_MATCH_FAILED: Text(
        "已经有页面了", "If-None-Match 排除了页面现在的标记 {etag}。服务器什么也不做，发送状态码 412。"
    ),
    rules.COMPRESSED: Text(
        "内容已压缩", "Accept-Encoding 说明客户端能解开 gzip。页面的 {octets} 字节变成 {length} 字节。"
    ),
    rules.IN_CHUNKS: Text("长度未知", "服务器还不知道 {target} 的内容有多长，所以不写 Content-Length。"),
    rules.CHUNK: Text("现在发送一块", "服务器一得到下一块内容就发送：连同块的边界共 {octets} 字节。"),
    rules.LAST_CHUNK: Text(
        "内容已完整", "没有更多内容了。分块传送时，长度为 0 的块告诉客户端这一点；不分块时，连接的结束告诉它。"
    ),
    rules.WORKING: Text("生成页面需要时间", "服务器为这个响应工作 {ns}，然后才能继续发送。"),
    rules.CONTINUE: Text(
        "可以发送消息体", "客户端先不发送请求的消息体：Expect 的值是 100-continue。服务器对首部没有意见，发送 100。"
    ),
    rules.NO_CONTINUE: Text(
        "不需要消息体", "客户端先不发送请求的消息体。请求不会成功，所以服务器立即回答，不发送 100。"
    ),
    rules.NO_HOST: Text("缺少 Host 字段", "HTTP/1.1 的请求必须有 Host 字段，这个请求没有。状态码是 400。"),
    rules.TWO_HOSTS: Text("有两个 Host 字段", "请求有多个 Host 字段，无法知道指的是哪个站点。状态码是 400。"),
    rules.BAD_HOST: Text("Host 的值无效", "Host 字段的值不可能是名字或地址加端口。状态码是 400。"),
    rules.TWO_LENGTHS: Text(
        "两个长度矛盾",
        "请求的 Content-Length 有两个不同的值，不清楚它在哪里结束，攻击者可以在那里藏第二个请求。状态码是 400。",
    ),
    rules.BAD_LENGTH: Text("长度不是数字", "Content-Length 的值不是数字，无法知道请求在哪里结束。状态码是 400。"),
    rules.LENGTH_AND_CODING: Text(
        "两种结束方式",
        "请求同时有 Content-Length 和 Transfer-Encoding。两台服务器可能对结束位置看法不同，"
        "攻击者可以藏第二个请求。状态码是 400。",
    ),
    rules.CODING_IN_OLD_VERSION: Text(
        "1.0 版没有分块",
        "请求是 HTTP/1.0 的，却有该版本不认识的 Transfer-Encoding。它的边界不可信，所以状态码是 400。",
    ),
    rules.CODING_UNKNOWN: Text("传输编码未知", "服务器只认识传输编码 chunked，请求用了别的编码。状态码是 501。"),
    rules.CODING_NOT_LAST: Text(
        "消息体没有结尾", "Transfer-Encoding 不以 chunked 结束，无法知道请求的消息体在哪里结束。状态码是 400。"
    ),
    rules.BAD_CHUNK: Text("块的格式错误", "块前面的一行不是十六进制数，或者块的结尾不在该数所说的位置。状态码是 400。"),
    rules.BAD_REQUEST_LINE: Text("请求行无效", "第一行不是由单个空格隔开的方法、目标和版本。状态码是 400。"),
    rules.BAD_FIELD: Text("首部行格式错误", "首部有一行不是名称、冒号和值。冒号前有空格也是错误。状态码是 400。"),
    rules.BAD_TARGET: Text(
        "目标不是路径",
        "目标 {target} 不是以斜杠开头的路径，也不是带主机名的 http URL。目标 * 只用于 OPTIONS。状态码是 400。",
    ),
    rules.BAD_REQUEST: Text("请求格式错误", "服务器读不懂这个请求。状态码是 400。"),
    rules.HEAD_TOO_LONG: Text("首部太长", "请求的首部比这台服务器接受的更长。状态码是 431。"),
    rules.BODY_TOO_LONG: Text("消息体太长", "请求的消息体超过这台服务器接受的 {limit} 字节。状态码是 413。"),
    rules.VERSION_UNKNOWN: Text("版本未知", "请求是 HTTP/{version} 的，这台服务器使用 HTTP/1.1。状态码是 505。"),
    rules.EXPECTATION_UNKNOWN: Text("期望未知", "Expect 字段的值不是 100-continue。状态码是 417。"),
    rules.CUT_OFF: Text("请求不完整", "客户端在请求中间就结束了字节流。服务器丢弃已收到的部分。"),
    rules.KEPT: Text("连接保持打开", "HTTP/1.1 保持连接，除非一方说 close。服务器最多等 {ns}，等下一个请求。"),
    rules.PIPELINED: Text("下一个请求已到", "客户端没有等第 {count} 个响应就继续发送。服务器按请求的顺序回答。"),
    rules.IDLE_TOO_LONG: Text("太久没有请求", "{ns}内没有请求。服务器关闭连接，以免白白占用。"),
    rules.TOO_SLOW: Text("请求太慢", "请求在 {ns}内没有收全。状态码是 408。"),
    rules.READING_TIMER: Text("等待完整的请求", "服务器最多等 {ns}，等请求收全。"),
    rules.IDLE_TIMER: Text("等待请求", "服务器最多等 {ns}，等请求的下一些字节，然后关闭连接。"),
    rules.NOT_IDLE: Text("等待结束", "连接不再空闲，所以服务器不需要这个定时器。"),
    rules.OLD_CLIENT: Text("HTTP/1.0 关闭连接", "请求是 HTTP/1.0 的，每个请求用一个连接。服务器在响应之后关闭它。"),
    rules.CLIENT_WANTS_CLOSE: Text("客户端要求关闭", "请求的 Connection 字段的值是 close。服务器在响应之后关闭连接。"),
    rules.SERVER_WANTS_CLOSE: Text(
        "服务器要求关闭", "这台服务器不保持连接，或者这个响应以连接的结束为结尾。它说了 close，现在关闭连接。"
    ),
    rules.LAST_REQUEST: Text(
        "最后一个请求", "这台服务器的一个连接最多承载 {limit} 个请求。服务器说了 close，现在关闭连接。"
    ),
    rules.CLIENT_CLOSES: Text("客户端已关闭", "客户端结束了它的字节流，不再需要什么。服务器也关闭自己这一侧。"),
    rules.CLOSES_AFTER_ERROR: Text(
        "出错之后关闭", "状态码 {status} 之后无法知道下一个请求从哪里开始，所以服务器关闭连接。"
    ),
    rules.BROKEN: Text("连接失败", "TCP 连接以 {error} 结束。上面的消息丢失了。"),
    rules.LINGERS: Text(
        "先收完其余字节",
        "客户端可能还在发送。复位会毁掉途中的响应，所以服务器先结束自己的字节流，最多再读 {ns}。",
    ),
    rules.EMPTY_LINE: Text("请求之前的空行", "旧的客户端会在请求正文之后多发一个空行。服务器跳过它，等待请求行。"),
    rules.REQUEST_BODY: Text("请求的正文完整", "请求的正文有 {octets}，已经全部收到。"),
    rules.EXCHANGE_FORGOTTEN: Text(
        "旧的消息不再显示", "HTTP 消息列表只显示最近的 {most} 次请求和响应，最旧的一次去掉。"
    ),
    rules.GONE: Text("连接结束", "全部内容已发送，服务器关闭套接字。"),
}
