"""没有协议说明的字节。"""

from sim.explain.language import FieldText

FIELDS: dict[str, dict[str, FieldText]] = {
    "data": {"data": FieldText("数据", "替上面各层运送的内容：{size} 字节，前面的首部不看其中写了什么。")},
    "any": {"truncated": FieldText("不完整的字段", "字节在这个字段结束之前就没有了：只剩 {size} 字节，读不出它的值。")},
}
