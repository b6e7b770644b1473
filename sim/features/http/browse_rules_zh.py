"""浏览器为什么请求这些内容，又保留哪些内容。"""

from sim.features.http import browse_rules as rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.OBJECTS: Text("页面引用了对象", "页面引用了属于它的 {count} 个对象。浏览器逐个获取它们。"),
    rules.ALL_BUSY: Text("所有连接都忙", "浏览器到一台服务器最多打开 {limit} 个连接。下一个请求等到有连接空闲。"),
    rules.NOT_KEPT: Text("缓存里没有", "浏览器的缓存里没有 {target}，所以浏览器询问服务器。"),
    rules.FRESH: Text("缓存里的是新鲜的", "浏览器的缓存里有 {target}，还新鲜 {ns}。浏览器不询问任何人。"),
    rules.STALE: Text("询问是否改变", "浏览器的缓存里有 {target}，但它可能已经改变。浏览器带上副本的标记询问服务器。"),
    rules.RELOADS: Text("用户要求重新加载", "用户重新加载页面，所以即使副本新鲜，浏览器也向服务器询问 {target}。"),
    rules.KEEPS: Text("留待以后使用", "{target} 的响应可以保留，并且带有标记或时间。浏览器把它放进缓存。"),
    rules.MAY_NOT_KEEP: Text("不允许保留", "Cache-Control 的值是 no-store，所以浏览器不保留 {target}。"),
    rules.NO_USE_TO_KEEP: Text(
        "没有可保留的", "{target} 的响应的状态码是 {status}，或者既没有标记也没有时间。浏览器不保留它。"
    ),
    rules.CONFIRMED: Text(
        "副本仍然有效", "服务器回答 304：缓存中 {target} 的副本仍然有效。浏览器使用它，没有传送消息体。"
    ),
    rules.USED: Text("从缓存中取出", "浏览器从缓存中取出 {target}。"),
}
