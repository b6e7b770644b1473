"""The words of practising, in both languages."""

from sim.feature import Wording

RIGHT: Wording = {"en": "Right.", "zh": "正确。"}
WRONG: Wording = {"en": "Wrong. The answer is {answer}.", "zh": "错误。正确答案是 {answer}。"}
PARTLY: Wording = {"en": "Partly right. The answer is {answer}.", "zh": "部分正确。正确答案是 {answer}。"}
BELIEF: Wording = {"en": "A common belief: {belief}", "zh": "常见误解：{belief}"}
PROOF: Wording = {"en": "Proof", "zh": "证明"}
HINT: Wording = {"en": "Hint: {hint}", "zh": "提示：{hint}"}
NO_HINT: Wording = {"en": "There are no more hints.", "zh": "没有更多提示了。"}
NOTHING_DUE: Wording = {
    "en": "Nothing is due. The next card is due in {span}.",
    "zh": "现在没有到期的题目。下一题在 {span} 后到期。",
}
NOTHING: Wording = {"en": "There is nothing to ask about this.", "zh": "这里没有可以出的题目。"}
NO_MISTAKES: Wording = {"en": "There is no mistake to go over.", "zh": "错题本是空的。"}
SCORE: Wording = {"en": "{right} of {count} right.", "zh": "{count} 题中答对 {right} 题。"}
HOW: Wording = {
    "en": "Answer, or ? for a hint, s to skip, q to leave.",
    "zh": "请作答；? 看提示，s 跳过，q 离开。",
}
AGAIN: Wording = {"en": "{reason}. Try again: it costs nothing.", "zh": "{reason}。请重新输入，不扣分。"}
COLUMNS: Wording = {
    "en": "topic|strength|seen|right|time|due|weeks",
    "zh": "主题|掌握程度|已练|正确率|用时|到期|近几周",
}
FORECAST: Wording = {"en": "Due in the next days: {counts}", "zh": "今后几天到期：{counts}"}
ANSWER_FIRST: Wording = {"en": "Answer first: the proof tells it.", "zh": "请先作答：证明会给出答案。"}
KEYS_BEFORE: Wording = {
    "en": "enter=answers|up down=choose|space=marks|?=hint|escape=leaves",
    "zh": "enter=作答|up down=选择|space=标记|?=提示|escape=离开",
}
KEYS_AFTER: Wording = {
    "en": "enter=next question|p=plays the proof|escape=leaves",
    "zh": "enter=下一题|p=播放证明|escape=离开",
}
KEYS_TYPED: Wording = {
    "en": "enter=answers|? and enter=hint|escape=leaves",
    "zh": "enter=作答|? 然后 enter=提示|escape=离开",
}
KEYS_END: Wording = {"en": "escape=leaves", "zh": "escape=离开"}
DUE: Wording = {"en": "Due today: {due}, and {new} new", "zh": "今天到期：{due} 题，另有新题 {new} 道"}
MISTAKES: Wording = {"en": "My mistakes: {count}", "zh": "错题本：{count} 题"}
LESSON: Wording = {"en": "About the lesson: {title}", "zh": "关于本课：{title}"}
EXAMS: Wording = {"en": "By the weights of an exam", "zh": "按考试大纲的比重"}
PRACTISE: Wording = {"en": "Practise", "zh": "练习"}
KEYS_MENU: Wording = {
    "en": "enter=begins|up down=choose|L=language|escape=leaves",
    "zh": "enter=开始|up down=选择|L=语言|escape=离开",
}
