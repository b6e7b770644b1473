"""The words of practising, in both languages."""

from collections.abc import Mapping

from sim.exam.question import Kind, Question, letter
from sim.languages import Wording, said

Keys = tuple[tuple[str, Wording], ...]
"""Keys as they stand on a keyboard, each with what it does."""


def named(keys: Keys, language: str) -> list[tuple[str, str]]:
    """Keys with what they do in one language."""
    return [(key, said(what, language)) for key, what in keys]


RIGHT: Wording = {"en": "Right.", "zh": "正确。"}
WRONG: Wording = {"en": "Wrong. The answer is {answer}.", "zh": "错误。正确答案是 {answer}。"}
MISSED: Wording = {"en": "Not answered. The answer is {answer}.", "zh": "未作答。正确答案是 {answer}。"}
PARTLY: Wording = {"en": "Partly right. The answer is {answer}.", "zh": "部分正确。正确答案是 {answer}。"}
BELIEF: Wording = {"en": "A common belief: {belief}", "zh": "常见误解：{belief}"}
HINT: Wording = {"en": "Hint: {hint}", "zh": "提示：{hint}"}
HINT_PLAYS: Wording = {"en": "Hint: {hint} {keys} plays the run there.", "zh": "提示：{hint}按 {keys} 从那里播放。"}
PLAYS: Wording = {"en": "To play the run there: {command}", "zh": "从那里播放：{command}"}
NO_HINT: Wording = {"en": "There are no more hints.", "zh": "没有更多提示了。"}
NOTHING_DUE: Wording = {
    "en": "Nothing is due. The next card is due in {span}.",
    "zh": "现在没有到期的题目。下一题在 {span} 后到期。",
}
NOTHING: Wording = {"en": "There is nothing to ask about this.", "zh": "这里没有可以出的题目。"}
NO_MISTAKES: Wording = {"en": "There is no mistake to go over.", "zh": "错题本是空的。"}
MISTAKES_DONE: Wording = {"en": "All mistakes are gone over.", "zh": "错题已全部复习。"}
SCORE: Wording = {"en": "{right} of {count} right.", "zh": "{count} 题中答对 {right} 题。"}
HOW: Wording = {
    "en": "Answer, or ? for a hint, s to skip, q to leave.",
    "zh": "请作答；? 看提示，s 跳过，q 离开。",
}
BETWEEN: Wording = {"en": "Write ; between the values.", "zh": "各值之间用 ; 分隔。"}
_CHOOSE_FIRST: Wording = {"en": "Choose first: by a letter, or with the arrows.", "zh": "请先用字母键或方向键选择。"}
_MARK_FIRST: Wording = {
    "en": "Mark first all that are right: by letters, or with space.",
    "zh": "请先用字母键或空格标出所有正确的选项。",
}
_ORDER_FIRST: Wording = {
    "en": "Mark first all of them, the first one first: by letters, or with space.",
    "zh": "请先用字母键或空格按顺序标出全部选项。",
}


def missing(kind: Kind) -> Wording:
    """What is still to be done before there is an answer."""
    return _ORDER_FIRST if kind is Kind.ORDER else _MARK_FIRST if kind is Kind.SEVERAL else _CHOOSE_FIRST


KEYS: Wording = {"en": "Keys", "zh": "按键"}
Q_LEAVES: Wording = {"en": "q leaves hopscope.", "zh": "按 q 离开 hopscope。"}
AGAIN: Wording = {"en": "{reason}. Try again: it costs nothing.", "zh": "{reason}。请重新输入，不扣分。"}
COLUMNS: Mapping[str, Wording] = {
    "topic": {"en": "topic", "zh": "主题"},
    "strength": {"en": "strength", "zh": "掌握程度"},
    "weeks": {"en": "8 weeks", "zh": "近八周"},
    "seen": {"en": "seen", "zh": "已练"},
    "right": {"en": "right", "zh": "正确率"},
    "took": {"en": "time", "zh": "用时"},
    "expected": {"en": "expected", "zh": "参考用时"},
    "due": {"en": "due", "zh": "到期"},
}
"""Of the table of topics, in its order."""
DOMAIN: Wording = {"en": "domain", "zh": "领域"}
WEIGHT: Wording = {"en": "weight", "zh": "比重"}
WEIGHT_HERE: Wording = {"en": "here", "zh": "本程序中"}
TEMPLATES: Wording = {"en": "questions", "zh": "题型"}
FORECAST: Wording = {
    "en": "Due in the next days: {bars}{first} within 24 h, then {later}",
    "zh": "今后几天到期：{bars}24 小时内 {first}，之后每天 {later}",
}
ANSWER_FIRST: Wording = {"en": "Answer first: the proof tells it.", "zh": "请先作答：证明会给出答案。"}
DUE: Wording = {"en": "Due today: {due}, and {new} new", "zh": "今天到期：{due} 题，另有新题 {new} 道"}
MISTAKES: Wording = {"en": "My mistakes: {count}", "zh": "错题本：{count} 题"}
LESSON: Wording = {"en": "About the lesson: {title}", "zh": "关于本课：{title}"}
MY_MISTAKES: Wording = {"en": "My mistakes", "zh": "错题本"}
NOT_AGAIN: Wording = {
    "en": "This question cannot be shown as it was asked. Its scenario, or this version of hopscope, is another one by "
    "now. {another} asks another question of its kind.",
    "zh": "这道题无法按原样重现：它的场景或 hopscope 的版本已经改变。用 {another} 可以做一道同类题。",
}
REVIEW_HOW: Wording = {
    "en": "A number shows that question again with its proof; n and a number asks a new one of its kind; q leaves.",
    "zh": "输入编号，重看那道题和证明；输入 n 和编号，做一道同类题；q 离开。",
}
NO_SUCH_MISTAKE: Wording = {"en": "There is no mistake {text}.", "zh": "没有编号为 {text} 的错题。"}
NO_PROOF: Wording = {"en": "There is no proof to play.", "zh": "没有可以播放的证明。"}
TIMED_PAPER: Wording = {"en": "A timed paper", "zh": "限时试卷"}
EVERYTHING: Wording = {"en": "all topics", "zh": "所有主题"}
TWICE_EXPECTED: Wording = {"en": "twice as many as expected", "zh": "参考用时的两倍"}
FORM: Mapping[str, Wording] = {
    "about": {"en": "about", "zh": "范围"},
    "count": {"en": "questions", "zh": "题数"},
    "minutes": {"en": "minutes", "zh": "分钟"},
    "seed": {"en": "seed", "zh": "种子"},
}
"""Of the form that a timed paper begins with."""
FORM_NOTES: Mapping[str, Wording] = {
    "about": {
        "en": "The arrows left and right choose: what was chosen on the page, all topics, or an exam by its weights.",
        "zh": "用左右方向键选择：页面上所选的内容、所有主题，或按比重的考试大纲。",
    },
    "count": {
        "en": "Type a number, or change it with the arrows. If there are fewer questions, the paper has all of them.",
        "zh": "输入数字，或用左右方向键增减。题目不够时，试卷包括全部题目。",
    },
    "minutes": {
        "en": "Without a number, the paper may take twice as long as its questions are expected to take.",
        "zh": "不填时，时限是全部题目参考用时的两倍。",
    },
    "seed": {
        "en": "The same seed makes the same paper, on every machine.",
        "zh": "同样的种子在任何机器上都生成同样的试卷。",
    },
}
FORM_INCOMPLETE: Wording = {
    "en": "A paper needs a number of questions and a seed.",
    "zh": "请填写题数和种子。",
}
FORM_KEYS: Wording = {
    "en": "enter begins, arrows choose, escape leaves",
    "zh": "enter 开始，方向键选择，escape 离开",
}
LEAVE_AGAIN: Wording = {
    "en": "The paper is stored, and its clock stops. escape again leaves.",
    "zh": "试卷已保存，计时会停下。再按 escape 离开。",
}
NO_EXAM: Wording = {"en": "Choose an exam first, at the end of the page.", "zh": "请先在页面末尾选择一个考试。"}
EXPORT: Wording = {"en": "Export to", "zh": "导出到"}
EXPORT_HINT: Wording = {
    "en": "A JSON file that is not there yet. All that you have answered is written to it.",
    "zh": "一个还不存在的 JSON 文件，会写入所有作答记录。",
}
IMPORT: Wording = {"en": "Import from", "zh": "导入自"}
IMPORT_HINT: Wording = {
    "en": "A file that was exported. Its answers are added to yours.",
    "zh": "以前导出的文件，其中的作答记录会加入进来。",
}
OTHER_FILE: Wording = {"en": "another file is needed here", "zh": "这里需要另一个文件"}
EXPORTED: Wording = {"en": "{count} answers are written to {name}", "zh": "{count} 条作答记录已写入 {name}"}
IMPORTED: Wording = {
    "en": "{new} answers are new, {old} were here already",
    "zh": "新增 {new} 条作答记录，另有 {old} 条原来就有",
}
EXAMS: Wording = {"en": "By the weights of an exam", "zh": "按考试大纲的比重"}
PRACTISE: Wording = {"en": "Practise", "zh": "练习"}
LEARNING: Wording = {"en": "Your answers are being read ...", "zh": "正在读取作答记录……"}
ASKING: Wording = {"en": "The question is being made ...", "zh": "正在出题……"}
MAKING: Wording = {"en": "The paper is being made ...", "zh": "正在出卷……"}
OTHER_PAPER: Wording = {
    "en": "This version of hopscope makes other questions: the paper under way cannot be gone on with.",
    "zh": "此版本的 hopscope 出的题目不同，无法继续上次的试卷。",
}
UNANSWERED: Wording = {
    "en": "{count} not answered. H again hands the paper in.",
    "zh": "还有 {count} 题未答。再按 H 交卷。",
}
ELSEWHERE: Wording = {
    "en": "This paper is open in another window, and goes on there.",
    "zh": "这份试卷已在另一个窗口打开，请在那里继续。",
}
PROOF_LATER: Wording = {"en": "The proofs are shown when the paper is handed in.", "zh": "交卷后才能查看证明。"}
UNREAD: Wording = {"en": "Question {number} is not answered: {reason}.", "zh": "第 {number} 题未作答：{reason}。"}
PASSED: Wording = {
    "en": "Passed: {percent} % of the points ({mark} % are needed).",
    "zh": "通过：得分 {percent} %（及格线 {mark} %）。",
}
FAILED: Wording = {
    "en": "Not passed: {percent} % of the points ({mark} % are needed).",
    "zh": "未通过：得分 {percent} %（及格线 {mark} %）。",
}
REVIEW: Wording = {
    "en": "The right arrow key goes through the questions, each with its proof.",
    "zh": "按右方向键逐题回顾，每题都有证明。",
}
YOURS: Wording = {"en": "Your answer: {answer}", "zh": "你的答案：{answer}"}
TRUTH: Wording = {"en": "Right answer: {answer}", "zh": "正确答案：{answer}"}
FLAGGED: Wording = {"en": "flagged", "zh": "已标记"}
ANSWERED: Wording = {"en": "{count} answered", "zh": "已答 {count} 题"}
RESUME: Wording = {
    "en": "Go on with the paper under way: {answered} of {count} answered, {minutes} min left",
    "zh": "继续上次的试卷：{count} 题已答 {answered} 题，剩 {minutes} 分钟",
}
UNDER_WAY: Wording = {
    "en": "A paper is under way. Go on with it, and hand it in.",
    "zh": "上次的试卷还没有交。请先继续并交卷。",
}

_ANSWERS: Wording = {"en": "answers", "zh": "作答"}
_LEAVES: Wording = {"en": "leaves", "zh": "离开"}
_CHOOSE: Wording = {"en": "choose", "zh": "选择"}
_PROOF: Wording = {"en": "plays the proof", "zh": "播放证明"}
_LANGUAGE: Wording = {"en": "language", "zh": "语言"}
_TO_THE_LINE: Wording = {"en": "into the line", "zh": "回到输入行"}
_OTHERS: Wording = {"en": "turn", "zh": "翻题"}

_ARROWS: Wording = {"en": "choose", "zh": "选择"}
_MARK: Wording = {"en": "mark", "zh": "标记"}
_ORDER: Wording = {"en": "is next", "zh": "排到下一位"}
_TAKE_BACK: Wording = {"en": "takes back", "zh": "撤回"}
_HINT: tuple[str, Wording] = ("?", {"en": "hint", "zh": "提示"})


def keys_before(question: Question, is_on_map: bool) -> Keys:
    """The keys at a question that is not answered yet; ``is_on_map``: its options are on a map."""
    if question.kind.is_typed:
        return KEYS_TYPED
    return (("enter", _ANSWERS), *_choosing(question, is_on_map), _HINT, ("escape", _LEAVES))


def keys_timed(question: Question, is_on_map: bool) -> Keys:
    """The keys at a question of a timed paper."""
    turns = "ctrl+n ctrl+p" if is_on_map else "left right"
    # Options show by themselves that they have letters; how a paper is handed in, only this line does.
    *during, leave = _TIMED
    if question.kind.is_typed:
        return (("enter", _TO_THE_LINE), (turns, _OTHERS), *_TIMED)
    return (("enter", _ANSWERS), (turns, _OTHERS), *during, *_choosing(question, is_on_map)[:1], leave)


def _choosing(question: Question, is_on_map: bool) -> Keys:
    last = letter(len(question.options) - 1).lower()
    if question.kind.is_choice:
        letters, arrows = f"a-{last}", "arrows" if is_on_map else "up down"
        return ((f"{letters} {arrows}", _ARROWS),)
    does = _ORDER if question.kind is Kind.ORDER else _MARK
    return ((f"a-{last} space", does), ("backspace", _TAKE_BACK))


KEYS_AFTER: Keys = (
    ("enter", {"en": "next question", "zh": "下一题"}),
    ("p", _PROOF),
    ("escape", _LEAVES),
)
KEYS_TYPED: Keys = (
    ("enter", _ANSWERS),
    ("?", {"en": "then enter: hint", "zh": "然后 enter：提示"}),
    ("escape", _LEAVES),
)
MORE_BELOW: tuple[str, Wording] = ("pagedown", {"en": "more below", "zh": "下面还有"})
MORE_ABOVE: tuple[str, Wording] = ("pageup", {"en": "more above", "zh": "上面还有"})


def with_more(keys: Keys, top: int, height: int, room: int) -> Keys:
    """Keys, with those that scroll behind the first: of so many lines in all, those from ``top`` on are in sight."""
    if height - top > room > 0:
        return (*keys[:1], MORE_BELOW, *keys[1:])
    return (*keys[:1], MORE_ABOVE, *keys[1:]) if top > 0 else keys


KEYS_END: Keys = (("escape", _LEAVES),)
KEYS_MENU: Keys = (
    ("enter", {"en": "begins", "zh": "开始"}),
    ("t", {"en": "timed", "zh": "限时试卷"}),
    ("m", {"en": "mistakes", "zh": "错题"}),
    ("d", {"en": "domains", "zh": "大纲"}),
    ("q", _LEAVES),
    ("?", {"en": "keys", "zh": "按键"}),
    ("L", _LANGUAGE),
    ("x", {"en": "export", "zh": "导出"}),
    ("i", {"en": "import", "zh": "导入"}),
)
_ANOTHER: Wording = {"en": "a new one", "zh": "做同类题"}
ANOTHER = "n"
"""The key that asks another question of the same template."""
KEYS_MISTAKES: Keys = (
    ("enter", {"en": "opens it", "zh": "打开题目"}),
    ("up down", _CHOOSE),
    (ANOTHER, _ANOTHER),
    ("escape", _LEAVES),
    ("L", _LANGUAGE),
)
KEYS_MISTAKE: Keys = (
    ("p", {"en": "proof", "zh": "证明"}),
    (ANOTHER, _ANOTHER),
    ("left right", _OTHERS),
    ("escape", {"en": "back", "zh": "返回"}),
)
_TIMED: Keys = (
    ("F", {"en": "flag", "zh": "标记"}),
    ("H", {"en": "hands in", "zh": "交卷"}),
    ("C", {"en": "clock", "zh": "时钟"}),
    ("escape", {"en": "leaves, and stores", "zh": "离开并保存"}),
)
KEYS_REVIEW: Keys = (
    ("left right", {"en": "questions", "zh": "逐题"}),
    ("p", _PROOF),
    ("q", _LEAVES),
)
KEYS_TIMED_TYPED: Keys = (
    ("enter", _ANSWERS),
    ("escape", {"en": "out of the line", "zh": "离开输入行"}),
    ("ctrl+u", {"en": "erases it", "zh": "清空"}),
    ("ctrl+n ctrl+p", _OTHERS),
)
KEYS_REVEAL: Keys = (
    ("enter", {"en": "shows what happens", "zh": "看实际发生什么"}),
    ("p", _PROOF),
)
