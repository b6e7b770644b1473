"""HTTP 的客户端为什么这样做。"""

from sim.features.http import client_rules as rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.CONNECTS: Text("连接 Web 服务器", "URL 中的 {host} 的地址是 {dst}。客户端打开到它的端口 {dst_port} 的连接。"),
    rules.CONNECTS_TO_80: Text(
        "默认端口是 80",
        "URL 中的 {host} 的地址是 {dst}，没有写端口。所以客户端打开到端口 80 的连接，这是 http 的默认端口。",
    ),
    rules.IS_CONNECTED: Text("连接已打开", "到 Web 服务器的 TCP 连接已打开。现在客户端可以发送请求。"),
    rules.REUSES: Text(
        "再次使用连接", "到 {host} 端口 {dst_port} 的一个连接仍然打开并且空闲，所以下一个请求不需要新的握手。"
    ),
    rules.ASKS: Text("现在发送请求", "客户端向 {host} 请求：{method} {target}。Host 字段说明指的是服务器的哪个站点。"),
    rules.SENDS_BODY: Text(
        "现在发送消息体", "服务器以状态码 100 同意，或者在 {ns}内没有回答。客户端发送请求的消息体。"
    ),
    rules.WAITS_TO_SEND: Text(
        "等待状态码 100", "消息体很长，所以客户端先发送带 Expect 的首部，最多等 {ns}，等状态码 100。"
    ),
    rules.ANSWERED: Text("收到响应", "响应的首部已经完整，状态码是 {status}。"),
    rules.ENDS_BY_LENGTH: Text(
        "长度说明结尾", "消息体已收到 {octets} 字节，正是 Content-Length 所说的数目。响应完整。"
    ),
    rules.ENDS_BY_CHUNK: Text("收到最后一块", "长度为 0 的块结束了消息体，它有 {octets} 字节。响应完整。"),
    rules.ENDS_BY_CLOSE: Text(
        "流的结束是结尾",
        "响应既没有 Content-Length，也不分块，所以消息体在服务器关闭连接处结束：共 {octets} 字节。",
    ),
    rules.ENDS_WITHOUT_BODY: Text(
        "这个响应没有消息体", "对 {method} 的状态码为 {status} 的响应没有消息体，无论首部怎么写。它在空行处结束。"
    ),
    rules.KEPT: Text("连接保持打开", "双方都没有说 close，所以客户端可以在这个连接上再发送请求。"),
    rules.SERVER_SAID_CLOSE: Text("服务器要求关闭", "响应的 Connection 字段的值是 close。这个连接不再接受请求。"),
    rules.CLIENT_SAID_CLOSE: Text("客户端要求关闭", "请求的 Connection 字段的值是 close。这个连接不再接受请求。"),
    rules.OLD_VERSION: Text("1.0 版不保持连接", "一方使用 HTTP/1.0，每个请求用一个连接。"),
    rules.ENDED_WITH_STREAM: Text("连接也结束了", "响应的结束就是连接的结束。下一个请求需要新的连接。"),
    rules.EXCESS: Text("收到多余的字节", "响应后面的字节不回答任何请求。客户端不再信任这个连接。"),
    rules.SERVER_CLOSED: Text("服务器已关闭连接", "服务器关闭了没有请求的连接，例如在超时之后。"),
    rules.CUT_OFF: Text("响应不完整", "连接在响应完整之前结束：消息体只收到 {octets} 字节。"),
    rules.EMPTY: Text("没有响应", "服务器没有响应就关闭了连接。"),
    rules.NO_HTTP: Text("这不是 HTTP", "服务器发送的内容不以 HTTP/1.0 或 HTTP/1.1 的状态行开头。"),
    rules.FAILED: Text("连接失败", "TCP 连接失败：{error}。"),
    rules.CLOSES: Text("客户端不再需要它", "客户端不再在这个连接上发送请求，关闭它。"),
    rules.FOLLOWS: Text(
        "跟随重定向", "状态码 {status} 和 Location 字段指向另一个 URL。客户端发送新的请求，目标是 {location}。"
    ),
    rules.BECOMES_GET: Text(
        "POST 变成 GET", "状态码为 {status} 的重定向之后，客户端改用 GET，不带消息体，浏览器都是这样。"
    ),
    rules.NEW_TRY: Text("用新连接再试", "服务器在看到请求之前就关闭了连接。客户端在新的连接上再次发送。"),
    rules.TIME_LIMIT: Text("只等这么久", "命令要求在 {ns}之后放弃。"),
    rules.UNPACKS: Text("解压内容", "Content-Encoding 的值是 gzip。客户端把收到的 {length} 字节还原成 {octets} 字节。"),
}
