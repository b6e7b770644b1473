"""What a learner types, read as what is meant: a mistake of form costs nothing."""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any
from unicodedata import normalize

from sim.addresses import IPv4Address, MacAddress, Prefix, mask_of
from sim.exam.question import Blank, Form
from sim.exam.said import Said, say
from sim.languages import Wording
from sim.quantities import TIME_UNITS

_TYPED = {ord(sign): plain for sign, plain in zip("。、“”‘’‐‑–—−", ".,\"\"''-----", strict=True)}
"""Signs that Chinese keyboards and word processors write, and that Unicode does not hold for others in another form."""
_QUANTITY = re.compile(r"([-+]?[\d][\d ,_']*(?:\.\d+)?|[-+]?\.\d+)\s*(\D*)")
_HEX = re.compile(r"[0-9a-f]{12}")
_HOLD = re.compile(r"[\s\-_]+")


_NO_WHOLE: Wording = {"en": "{text} is not a whole number", "zh": "{text} 不是整数"}
_NO_NUMBER: Wording = {
    "en": "{text} is not a number; write one like 1480",
    "zh": "{text} 不是数；请写成 1480 这样的形式",
}
_NO_IPV4: Wording = {
    "en": "{text} is not an IPv4 address; write one like 192.168.10.1",
    "zh": "{text} 不是 IPv4 地址；请写成 192.168.10.1 这样的形式",
}
_NO_MASK: Wording = {
    "en": "{text} is not a mask: its ones are not all on the left",
    "zh": "{text} 不是子网掩码：它的 1 没有全部在左边",
}
_WITHOUT_MASK: Wording = {
    "en": "{text} has no mask; write a network like 192.168.10.0/24",
    "zh": "{text} 没有子网掩码；请把网络写成 192.168.10.0/24 这样的形式",
}
_NO_MAC: Wording = {
    "en": "{text} is not a MAC address; write one like 02:00:00:00:00:01",
    "zh": "{text} 不是 MAC 地址；请写成 02:00:00:00:00:01 这样的形式",
}


class AnswerError(ValueError):
    """An answer that cannot be read; ``said`` tells how to write it."""

    def __init__(self, said: Said) -> None:
        super().__init__(said.text())
        self.said = said


def _error(wording: Wording, text: str) -> AnswerError:
    return AnswerError(say(wording, text=repr(text)))


def typed(form: Form, text: str, unit: str = "") -> Any:
    """The value of a text; raises :class:`AnswerError`.

    ``unit`` is the unit that is asked for: a time in another one is converted.
    """
    return _READERS[form](narrow(text).strip(), unit)


def narrow(text: str) -> str:
    """A text whose full-width letters, digits and signs, as Chinese keyboards write them, are narrow ones."""
    return normalize("NFKC", text).translate(_TYPED)


def is_right(blank: Blank, value: Any) -> bool:
    """Whether a value is right: the truth, or any other with the property that is asked for."""
    if blank.within is not None:
        return value in blank.within and value not in blank.without
    if blank.form is Form.DECIMAL:
        return bool(abs(value - Fraction(blank.truth)) <= Fraction(blank.tolerance))
    if blank.form is Form.TEXT:
        return bool(value == typed(Form.TEXT, blank.truth))
    if blank.form is Form.WORD:
        return bool(value == typed(Form.WORD, blank.truth))
    return bool(value == blank.truth)


def _number(text: str, unit: str) -> int:
    value = _decimal(text, unit)
    if value.denominator != 1:
        raise _error(_NO_WHOLE, text)
    return int(value)


def _decimal(text: str, unit: str) -> Fraction:
    found = _QUANTITY.fullmatch(text)
    if found is None:
        raise _error(_NO_NUMBER, text)
    number, own = found[1], found[2].strip()
    number = re.sub(r"[ _']", "", number)
    # A comma before anything but three digits is a decimal comma.
    number = re.sub(r",(?=\d{3}(?:\D|$))", "", number).replace(",", ".")
    if own != unit and own in TIME_UNITS and unit in TIME_UNITS:
        return Fraction(number) * TIME_UNITS[own] / TIME_UNITS[unit]
    return Fraction(number)


def _ipv4(text: str, unit: str) -> IPv4Address:
    octets = re.split(r"[.\s]+", text.partition("/")[0].strip())
    if len(octets) != 4 or not all(octet.isascii() and octet.isdecimal() and int(octet) < 256 for octet in octets):
        raise _error(_NO_IPV4, text)
    return IPv4Address(int.from_bytes(bytes(map(int, octets)), "big"))


def _prefix(text: str, unit: str) -> Prefix:
    address, slash, mask = text.partition("/")
    if not slash:
        address, _, mask = text.partition(" ")
    mask = mask.strip().removeprefix("/")
    if "." in mask:
        number = _ipv4(mask, "")
        length = number.bit_count()
        if number != mask_of(length):
            raise _error(_NO_MASK, mask)
    elif mask.isdecimal() and int(mask) <= 32:
        length = int(mask)
    else:
        raise _error(_WITHOUT_MASK, text)
    return Prefix(_ipv4(address.strip(), ""), length)


def _mac(text: str, unit: str) -> MacAddress:
    number = re.sub(r"[:\-. ]", "", text.lower())
    if not _HEX.fullmatch(number):
        raise _error(_NO_MAC, text)
    return MacAddress(int(number, 16))


def _text(text: str, unit: str) -> str:
    lines = (line.rstrip() for line in text.replace('"', "'").splitlines())
    return "\n".join(lines).strip()


def _word(text: str, unit: str) -> str:
    return _HOLD.sub("", text.casefold())


_READERS: Mapping[Form, Callable[[str, str], Any]] = {
    Form.NUMBER: _number,
    Form.DECIMAL: _decimal,
    Form.IPV4: _ipv4,
    Form.PREFIX: _prefix,
    Form.MAC: _mac,
    Form.TEXT: _text,
    Form.WORD: _word,
}
