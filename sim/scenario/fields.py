"""How the models read single values and short forms, each with the JSON Schema that says the same to an editor."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, TypeVar, get_args

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    PlainValidator,
    ValidationError,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import CoreSchema, InitErrorDetails, core_schema

from sim import quantities
from sim.addresses import InterfaceAddress, IPv4Address, MacAddress, Prefix
from sim.words import TextError, listed, nearest

JsonSchema = dict[str, Any]
_T = TypeVar("_T")


NOT_YET = {
    **dict.fromkeys(("dns",), ("DNS is", "give names to addresses with 'hosts'")),
    **dict.fromkeys(("vlan", "vlans", "trunk", "access", "native"), ("VLANs are", "give each network its own switch")),
    **dict.fromkeys(
        ("acls", "firewall", "filter", "iptables"), ("this way to write a filter is", "write a list under 'acl'")
    ),
    **dict.fromkeys(("ospf", "rip", "bgp", "eigrp", "isis"), ("routing protocols are", "write 'routes: auto'")),
    **dict.fromkeys(("lacp",), ("link aggregation is", "join two switches by one link, or let them speak 'stp'")),
    **dict.fromkeys(("ipv6", "ip6", "slaac"), ("IPv6 is", "use IPv4 addresses")),
    **dict.fromkeys(("https", "ftp", "smtp"), ("this server is", "write a Python program under 'programs'")),
    **dict.fromkeys(("wifi", "wlan", "ssid"), ("wireless is", "use a cable")),
}
"""What people look for here and do not find: what that is, and what can be done instead."""


def not_yet(word: str) -> TextError | None:
    """The error for a word that stands for something which is not simulated; ``None`` for any other word."""
    found = NOT_YET.get(word.lower())
    return None if found is None else TextError(f"{found[0]} not simulated yet", found[1])


class UnknownKeyError(ValueError):
    """A key that is not among ``known``. Whoever prints it looks for the nearest one, since that takes time."""

    def __init__(self, key: str, known: Sequence[str]) -> None:
        super().__init__(f"unknown key {key!r}")
        self.key = key
        self.known = known


class Part(BaseModel):
    """A mapping of a scenario: strict, and nothing in it that is not known."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)

    @model_validator(mode="wrap")
    @classmethod
    def _name_known_keys(cls, data: Any, handler: ModelWrapValidatorHandler["Part"]) -> "Part":
        try:
            return handler(data)
        except ValidationError as error:
            details = [_with_known_keys(cls, detail) for detail in error.errors(include_url=False)]
            raise ValidationError.from_exception_data(cls.__name__, details) from None


def _with_known_keys(model: type[BaseModel], detail: Any) -> InitErrorDetails:
    kind, ctx = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden" and len(detail["loc"]) == 1:
        known = sorted(model.model_fields, key=lambda name: not model.model_fields[name].is_required())
        kind, ctx = "value_error", {"error": UnknownKeyError(str(detail["loc"][0]), known)}
    return {"type": kind, "loc": detail["loc"], "input": detail["input"], "ctx": ctx}


class Short:
    """Annotates a type that has short forms: ``expand`` makes the long one; ``schemas`` describe the short ones."""

    def __init__(self, expand: Callable[[Any], Any], *schemas: JsonSchema) -> None:
        self.expand = expand
        self.schemas = schemas

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.expand, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        return {"anyOf": [*self.schemas, handler(schema)]}


class Keyed:
    """Annotates a union of models that are told apart by the one key of ``keys`` that only each of them has."""

    def __init__(self, what: str, *keys: str) -> None:
        self.what = what
        self.keys = keys

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        models = zip(self.keys, get_args(source), strict=True)
        choices = {tag_of(key): handler.generate_schema(model) for key, model in models}
        union = core_schema.tagged_union_schema(choices, self._choose)
        return core_schema.no_info_before_validator_function(self._check, union)

    def _choose(self, value: Any) -> str | None:
        return next((tag_of(key) for key in self.keys if key in value), None)

    def _check(self, value: Any) -> Any:
        choices = listed(self.keys)
        if not isinstance(value, Mapping):
            raise TextError(f"{spell(value)} is not {self.what}", f"give it keys, among them {choices}")
        found = [key for key in self.keys if key in value]
        if len(found) > 1:
            raise TextError(f"this is {listed(found, 'and')} at once", "keep one of them")
        if not found:
            slips = [(key, near) for key in value for near in nearest(key, self.keys)]
            hint = f"did you mean {slips[0][1]} instead of {slips[0][0]}?" if slips else "write which it is"
            raise TextError(f"{self.what} needs one of {choices}", hint)
        return value


def tag_of(key: str) -> str:
    """What stands in an error's path for a choice that the text does not spell."""
    return f"<{key}>"


def spell(value: Any) -> str:
    """A value as a reader of the text sees it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return repr(value) if len(value) <= 40 else repr(value[:40] + "…")
    if isinstance(value, Mapping):
        return "a mapping"
    return "a list" if isinstance(value, list | tuple) else str(value)


def from_text(parse: Callable[[str], _T], what: str, example: str) -> Callable[[Any], _T]:
    """A reader of text, for a field that cannot be anything else."""

    def read(value: Any) -> _T:
        if not isinstance(value, str):
            raise TextError(f"{spell(value)} is not {what}", f"write it like {example}")
        return parse(value)

    return read


def _text_field(parse: Callable[[str], Any], what: str, pattern: str, *examples: str) -> tuple[Any, Any]:
    schema = {"type": "string", "pattern": pattern, "description": what, "examples": list(examples)}
    return PlainValidator(from_text(parse, what, examples[0])), WithJsonSchema(schema)


def _share(value: Any) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not 0 <= value <= 1:
            raise TextError(f"{value} is not a share from 0 to 1", "write it like 10% or 0.1")
        return float(value)
    return from_text(quantities.share, "a share", "10%")(value)


def _rate(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        raise TextError(f"{value} has no unit", "write it like 100 Mbit/s")
    return from_text(quantities.rate, "a rate", "100 Mbit/s")(value)


def _duration(value: Any) -> int:
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise TextError(f"{value} has no unit", "write it like 1s or 250ms")
    return from_text(quantities.duration, "a time", "250ms")(value)


def _ports(value: Any) -> int:
    """``4``, ``4 ports``."""
    number = value
    if isinstance(value, str):
        count, _, unit = value.partition(" ")
        number = int(count) if unit in ("port", "ports") and count.isdecimal() and len(count) < 6 else None
    if not isinstance(number, int) or isinstance(number, bool):
        raise TextError(f"{spell(value)} is not a number of ports", "write it like 4 ports")
    if not 1 <= number <= 4096:
        raise TextError(f"{number} is not a number of ports from 1 to 4096", "write it like 4 ports")
    return number


def _cell(value: Any) -> Any:
    if isinstance(value, list | Mapping):
        raise TextError(f"{spell(value)} is not a single value", "write a text, a number, true or false")
    return value


def _position(value: Any) -> tuple[int, int]:
    if isinstance(value, list | tuple) and len(value) == 2 and all(type(each) is int for each in value):
        return value[0], value[1]
    raise TextError(f"{spell(value)} is not a position", "write column and row, as in [0, 1]")


def as_list(value: Any) -> Any:
    """One value as a list of one."""
    return value if isinstance(value, list | tuple) else [value]


_NUMBER = r"[0-9]+(\.[0-9]+)?"
_OCTETS = r"[0-9]{1,3}(\.[0-9]{1,3}){3}"
_MAC = r"^[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}$"

Text = Annotated[str, Field(min_length=1)]
Ip = Annotated[IPv4Address, *_text_field(IPv4Address.parse, "an IPv4 address", f"^{_OCTETS}$", "192.168.10.1")]
Mac = Annotated[MacAddress, *_text_field(MacAddress.parse, "a MAC address", _MAC, "02:00:00:00:00:01")]
CIDR_SCHEMA: JsonSchema = {
    "type": "string",
    "pattern": f"^{_OCTETS}/([0-9]{{1,2}}|{_OCTETS})$",
    "examples": ["192.168.10.1/24", "192.168.99.254/255.255.240.0"],
}
Cidr = Annotated[
    InterfaceAddress,
    PlainValidator(from_text(InterfaceAddress.parse, "an address with its mask", "192.168.10.1/24")),
    WithJsonSchema(CIDR_SCHEMA),
]
Network = Annotated[
    Prefix,
    *_text_field(Prefix.parse, "a network", f"^(default|{_OCTETS}/([0-9]{{1,2}}|{_OCTETS}))$", "10.0.0.0/8", "default"),
]
Duration = Annotated[
    int,
    PlainValidator(_duration),
    WithJsonSchema(
        {"type": "string", "pattern": f"^{_NUMBER} ?(ns|us|µs|ms|s|min|h)$", "examples": ["1s", "250ms", "20us"]}
    ),
]
Rate = Annotated[
    int,
    PlainValidator(_rate),
    WithJsonSchema(
        {"type": "string", "pattern": f"^{_NUMBER} ?[kMGT]?(bit/s|bps)$", "examples": ["100 Mbit/s", "1Gbps"]}
    ),
]
Share = Annotated[
    float,
    PlainValidator(_share),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": f"^{_NUMBER}%$", "examples": ["10%"]},
                {"type": "number", "minimum": 0, "maximum": 1},
            ]
        }
    ),
]
Ports = Annotated[
    int,
    PlainValidator(_ports),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": "^[0-9]+ ports?$", "examples": ["4 ports"]},
                {"type": "integer", "minimum": 1, "maximum": 4096},
            ]
        }
    ),
]


def time(default: int, description: str = "") -> Any:
    """A field of type :data:`Duration`, whose default the schema writes as people do."""
    extra: Any = {"default": quantities.spell_duration(default)}
    return Field(default=default, description=description or None, json_schema_extra=extra)


Cell = Annotated[
    str | int | float | bool | None,
    PlainValidator(_cell),
    WithJsonSchema({"type": ["string", "number", "boolean", "null"]}),
]
Position = Annotated[
    tuple[int, int],
    PlainValidator(_position),
    WithJsonSchema({"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}),
]
Texts = Annotated[list[Text], Short(as_list, {"type": "string", "minLength": 1})]


class OrWord:
    """Annotates ``list[X] | Literal[word]``, so that an error speaks of the one that was probably meant."""

    def __init__(self, word: str, example: str) -> None:
        self.word = word
        self.example = example

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        inner = handler.generate_schema(get_args(source)[0])
        return core_schema.no_info_wrap_validator_function(self._read, inner)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        return {"anyOf": [{"const": self.word}, handler(schema)]}

    def _read(self, value: Any, handler: Callable[[Any], Any]) -> Any:
        if value == self.word:
            return value
        if not isinstance(value, list):
            raise TextError(f"{spell(value)} is not {self.word}", f"write {self.word}, or a list: {self.example}")
        return handler(value)
