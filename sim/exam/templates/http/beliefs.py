"""What learners believe about HTTP."""

from sim.exam.question import Misconception

ONE_EACH = Misconception(
    "http.one-connection-each",
    {"en": "Each object needs a connection of its own.", "zh": "每个对象都要一个连接。"},
    {
        "en": "HTTP/1.1 keeps a connection open: {requests} requests follow each other on it.",
        "zh": "HTTP/1.1 保持连接：{requests} 个请求在同一连接上依次进行。",
    },
)
ALWAYS_ONE = Misconception(
    "http.always-one-connection",
    {"en": "One connection is enough for any page.", "zh": "任何网页一个连接就够了。"},
    {
        "en": "With HTTP/1.0 the server closes the connection after each response: {requests} requests need as many.",
        "zh": "HTTP/1.0 的服务器每次响应后关闭连接：{requests} 个请求需要同样多的连接。",
    },
)
PAGE_NOT_COUNTED = Misconception(
    "http.page-not-counted",
    {"en": "Only the pictures are requested.", "zh": "只请求图片。"},
    {
        "en": "The page itself is an object, too: its request comes first.",
        "zh": "网页本身也是一个对象，最先被请求。",
    },
)
NO_HANDSHAKE = Misconception(
    "http.no-handshake",
    {"en": "A connection costs no time.", "zh": "建立连接不花时间。"},
    {
        "en": "Each connection costs one round trip for its handshake before the first request.",
        "zh": "每个连接在第一个请求之前要用一个往返时间握手。",
    },
)
HANDSHAKE_EACH = Misconception(
    "http.handshake-each-time",
    {"en": "Each request costs a handshake.", "zh": "每个请求都要握手。"},
    {
        "en": "Only a new connection needs a handshake. Here {connections:connection is|connections are} opened.",
        "zh": "只有新建连接才要握手，这里建立 {connections} 个连接。",
    },
)
NOT_MODIFIED_HAS_PAGE = Misconception(
    "http.304-has-page",
    {"en": "304 carries the page again.", "zh": "304 会再次带上网页。"},
    {
        "en": "304 says that the copy in the cache is still right, so that the page need not be sent.",
        "zh": "304 表示缓存中的副本仍然有效，不需要再传网页。",
    },
)
COPY_IS_ENOUGH = Misconception(
    "http.copy-is-enough",
    {"en": "Who has a copy gets no page again.", "zh": "有副本就不会再收到网页。"},
    {
        "en": "The ETag of the copy is not the one that the page has now. Such a copy is too old to be used.",
        "zh": "副本的 ETag 与网页现在的 ETag 不同，这样的副本太旧，不能再用。",
    },
)
LENGTH_OF_COPY = Misconception(
    "http.length-of-copy",
    {"en": "The response is as long as the copy.", "zh": "响应与副本一样长。"},
    {
        "en": "The copy is an older version. The response carries the page as it is now.",
        "zh": "副本是旧版本，响应带的是网页现在的内容。",
    },
)
