"""没有协议说明的字节。"""

from sim.explain.language import FieldText

FIELDS: dict[str, dict[str, FieldText]] = {
    "data": {"data": FieldText("数据", "前面的首部所运送的内容：{size} 字节。首部不说明内容的含义。")},
    "any": {"truncated": FieldText("不完整的字段", "报文在这个字段中间就结束了。这里只有 {size} 字节，读不出它的值。")},
}
