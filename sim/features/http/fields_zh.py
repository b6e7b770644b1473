"""HTTP 消息的各行。"""

from sim.explain.language import FieldText

FIELDS: dict[str, dict[str, FieldText]] = {
    "http": {
        "": FieldText(
            "超文本传输协议",
            "客户端与 Web 服务器之间的一条消息：起始行、首部字段、一个空行，可能还有消息体。"
            "TCP 只运送这些字节，不知道一条消息在哪里结束。",
        ),
        "request_line": FieldText("请求行", "客户端要什么：方法、服务器上的目标和 HTTP 版本。"),
        "status_line": FieldText(
            "状态行",
            "服务器怎样回答：HTTP 版本、状态码和它的文字含义。2xx 表示成功，3xx 表示重定向，"
            "4xx 表示客户端出错，5xx 表示服务器出错。",
        ),
        "header_field": FieldText("首部字段", "名称、冒号和值。名称不区分大小写。"),
        "empty_line": FieldText("空行", "表示首部、一个块或最后一块到此结束。"),
        "chunk_size": FieldText("块长度", "消息体的下一块有多少字节，用十六进制书写。长度 0 表示消息体结束。"),
        "body": FieldText("消息体", "消息携带的内容：其中 {size} 字节在这个报文段里。"),
        "accept": FieldText("可接受的类型", "客户端想要的内容类型；*/* 表示任何类型。"),
        "accept-encoding": FieldText("可接受的编码", "客户端能够解开的压缩方式，例如 gzip。"),
        "age": FieldText("缓存年龄", "源服务器在多少秒之前生成或验证了这个响应。"),
        "allow": FieldText("允许的方法", "这个资源接受的方法。"),
        "cache-control": FieldText("缓存控制", "谁可以保存并再次使用这个响应，可以用多久。"),
        "connection": FieldText("连接", "发送方打算怎样处理 TCP 连接：close 表示这个响应之后连接就结束。"),
        "content-encoding": FieldText("内容编码", "内容是怎样压缩的。接收方解压后得到页面。"),
        "content-length": FieldText("内容长度", "消息体有多少字节。接收方由此知道消息在哪里结束。"),
        "content-type": FieldText("内容类型", "消息体是什么，例如 text/html 表示网页。"),
        "date": FieldText("日期", "服务器生成响应的时间，以服务器自己的时钟为准。"),
        "etag": FieldText("实体标签", "这一版内容的标记。内容改变，标记就改变。"),
        "expect": FieldText("期望", "值为 100-continue 时，客户端先等服务器同意，再发送消息体。"),
        "host": FieldText("主机", "URL 中的名字和端口。一台服务器可以有多个站点，它按这个名字选择站点。"),
        "if-match": FieldText("如果匹配", "只有内容仍带有其中一个标记，服务器才照办。"),
        "if-modified-since": FieldText(
            "如果此后有修改", "客户端有这个时间的副本。如果内容此后没有改变，服务器就回答 304，不带消息体。"
        ),
        "if-none-match": FieldText(
            "如果都不匹配", "客户端有带这些标记的副本。如果内容带有其中一个标记，服务器就回答 304，不带消息体。"
        ),
        "if-unmodified-since": FieldText("如果此后未修改", "只有内容在这个时间之后没有改变，服务器才照办。"),
        "last-modified": FieldText("最后修改时间", "内容最后一次改变的时间。"),
        "location": FieldText("位置", "客户端要的东西在哪里：客户端向这个 URL 发送新的请求。"),
        "server": FieldText("服务器", "服务器程序的名称。"),
        "transfer-encoding": FieldText(
            "传输编码", "值为 chunked 时，消息体分块传送，每块前面写明长度，因为发送方事先不知道总长度。"
        ),
        "user-agent": FieldText("用户代理", "客户端程序的名称。"),
        "vary": FieldText("变化依据", "这个响应取决于请求中的哪些字段。缓存在再次使用响应之前比较这些字段。"),
    },
}
