"""HTTP 的客户端和服务器为什么这样做。"""

from sim.features.http import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.NO_MESSAGE: Text(
        "这里不是消息的开头",
        "这些字节不以请求行或状态行开头。它们可能是前面某条消息的后续部分。",
    ),
}
