"""Checks the shape of a scenario with the models, and says what pydantic found in words for a person."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any

from pydantic import ValidationError

from sim.patterns.syntax import LINK
from sim.scenario.fields import UnknownKeyError, not_yet, spell
from sim.scenario.models import ScenarioModel, scenario_model
from sim.scenario.report import MOST, Report
from sim.words import TextError, listed, suggestion

_LISTS = ("links", "actions", "programs", "faults", "notes", "expect")
_ROUNDS = 8
"""How often the smallest wrong part is cut out; each time what contains it may turn out to be wrong, too."""


def shape(data: Any, report: Report) -> ScenarioModel | None:
    """The scenario as a model; where parts of it are wrong, what is left without them, if anything."""
    try:
        return scenario_model().model_validate(data)
    except ValidationError as error:
        details = error.errors(include_url=False)
    for detail in details[:MOST]:
        _report(detail, report)
    report.leave_out(len(details[MOST:]))
    return _salvage(data, details, report)


def _report(detail: Any, report: Report) -> None:
    path = _path(detail["loc"])
    at_key = "[key]" in detail["loc"]
    cause = detail.get("ctx", {}).get("error")
    kind, value = detail["type"], detail["input"]
    if isinstance(cause, UnknownKeyError):
        missing = not_yet(cause.key)
        wrong = missing or TextError(f"unknown key {cause.key!r}", _keys_hint(cause))
        report.error(path, wrong, at_key=True)
    elif kind == "missing":
        report.wrong(path[:-1], f"{path[-1]!r} is missing", f"add '{path[-1]}: …'")
    elif isinstance(cause, Exception):
        report.error(path, cause, at_key=at_key)
    else:
        say = _SENTENCES.get(kind)
        message, hint = say(spell(value), detail.get("ctx", {})) if say else (detail["msg"], "")
        report.wrong(path, message, hint)


def _path(loc: Sequence[Any]) -> list[Any]:
    """An error's location without the steps that are not in the text."""
    return [step for step in loc if not str(step).startswith(("<", "[key]"))]


def _salvage(data: Any, details: Sequence[Any], report: Report) -> ScenarioModel | None:
    """A model of what is right, so that what is wrong there can be reported as well."""
    data = deepcopy(data)
    if not isinstance(data, dict):
        return None
    kept = {key: list(range(len(data[key]))) for key in _LISTS if isinstance(data.get(key), list)}
    for _ in range(_ROUNDS):
        targets = {tuple(_target(data, _path(detail["loc"]))) for detail in details}
        if () in targets:
            targets.remove(())
            data.setdefault("title", "?")
        for target in sorted(targets, key=lambda path: [str(step).rjust(9) for step in path], reverse=True):
            _cut(data, target, kept, report)
        try:
            model = scenario_model().model_validate(data)
        except ValidationError as error:
            details = error.errors(include_url=False)
        else:
            for key, indices in kept.items():
                report.keep(key, indices)
            return model
    return None


def _target(data: Any, path: Sequence[Any]) -> list[Any]:
    """The path of the smallest part that can be left out because of an error at ``path``."""
    trail, here = [], data
    for step in path:
        if not (step in here if isinstance(here, dict) else isinstance(here, list) and step in range(len(here))):
            break
        here = here[step]
        trail.append(step)
    nested = [n for n, step in enumerate(trail) if isinstance(step, int) and (n != 1 or trail[0] not in _LISTS)]
    return trail[: nested[0]] if nested else trail


def _cut(data: Any, path: Sequence[Any], kept: dict[str, list[int]], report: Report) -> None:
    here = data
    for step in path[:-1]:
        here = here[step] if step in (here if isinstance(here, dict) else range(len(here))) else {}
    if isinstance(here, list):
        del here[path[-1]], kept[path[0]][path[-1]]
    elif path[-1] in here:
        del here[path[-1]]
        if len(path) == 1:
            kept.pop(path[0], None)
    if path[0] == "links" and len(path) <= 2:
        report.broken.add(LINK)
    if path[0] == "nodes" and len(path) == 2:
        report.broken.add(path[1])


_ELSEWHERE = {
    **dict.fromkeys(("gw", "gateways", "default-gateway", "default-route", "next-hop", "via"), ("gateway", "router")),
    **dict.fromkeys(("gateway", "routers", "default-router"), ("router",)),
    **dict.fromkeys(("range", "ranges", "addresses", "scope"), ("host", "pool")),
    **dict.fromkeys(("dns-server", "dns-servers", "name-server", "name-servers"), ("nameservers", "dns")),
    **dict.fromkeys(("nameserver", "nameservers"), ("nameservers", "dns")),
    **dict.fromkeys(("mask", "netmask", "subnet", "prefix"), ("network",)),
    **dict.fromkeys(("lease-time", "time", "duration"), ("lease", "at")),
    **dict.fromkeys(("helper-address", "ip-helper", "dhcp-relay", "helper"), ("relay",)),
    **dict.fromkeys(("reserved", "static", "fixed", "reservation"), ("reservations",)),
    **dict.fromkeys(("excluded", "exclusions", "except"), ("exclude",)),
    **dict.fromkeys(("domain-name", "suffix"), ("domain",)),
    **dict.fromkeys(("recursion", "recursor"), ("recursive",)),
    **dict.fromkeys(("forwarder", "forwarders", "upstream"), ("forward",)),
    **dict.fromkeys(("file", "html", "content"), ("body",)),
    **dict.fromkeys(("ip", "ips", "address", "addr", "cidr"), ("host",)),
    **dict.fromkeys(("mac-address", "hwaddr", "ether"), ("mac",)),
    **dict.fromkeys(("latency", "lag"), ("delay",)),
    **dict.fromkeys(("speed", "rate", "bw"), ("bandwidth",)),
    **dict.fromkeys(("route", "static-routes"), ("routes",)),
    **dict.fromkeys(("command", "cmd", "exec"), ("run",)),
    "when": ("at",),
    **dict.fromkeys(("node", "device", "where"), ("on",)),
    **dict.fromkeys(("name", "heading"), ("title",)),
    **dict.fromkeys(("script", "source", "program"), ("code",)),
}
"""Keys as other tools and other minds have them, and what they are called here: the first that there is."""

_WITHIN = {
    **dict.fromkeys(("zone", "zones", "forward", "recursive", "hints"), "dns"),
    **dict.fromkeys(("pool", "pools", "lease", "reservations", "exclude"), "dhcp"),
    **dict.fromkeys(("pages", "sites", "folder"), "web"),
    **dict.fromkeys(("ndots", "attempts", "rotate"), "resolver"),
}
"""Keys that are written one step too far out, and the key that they belong under."""


def _keys_hint(error: UnknownKeyError) -> str:
    if error.key == "<<":
        return "YAML 1.2 has no merge keys; write out what is meant"
    key = error.key.lower().replace("_", "-")
    for meant in _ELSEWHERE.get(key, ()):
        if meant in error.known:
            return f"here it is {meant}"
    if (place := _WITHIN.get(key)) in error.known:
        return f"write it under {place}:"
    return suggestion(error.key, error.known, "the keys here are", "and")


_Sentence = Callable[[str, dict[str, Any]], tuple[str, str]]


def _choice(value: str, ctx: dict[str, Any]) -> tuple[str, str]:
    choices = [word.strip("'") for word in ctx["expected"].replace(" or ", ", ").split(", ")]
    if len(choices) == 1:
        return f"{value} is not {choices[0]!r}", f"write {choices[0]}, or leave it out"
    return f"{value} is not one of {listed(choices)}", suggestion(value.strip("'"), choices)


def _not_text(value: str, _: dict[str, Any]) -> tuple[str, str]:
    if value == "nothing":
        return "there is no text here", "write one"
    return f"{value} is not text", "write a text" if value.startswith("a ") else "put it in quotes"


_SENTENCES: dict[str, _Sentence] = {
    "string_type": _not_text,
    "list_type": lambda value, _: (f"{value} is not a list", "begin each item with '- ', or write [one, two]"),
    "dict_type": lambda value, _: (f"{value} is not a mapping", "write keys and values, as in 'key: value'"),
    "model_type": lambda value, _: (f"{value} is not a mapping", "write keys and values, as in 'key: value'"),
    "int_type": lambda value, _: (f"{value} is not a whole number", "write it in digits, without quotes"),
    "bool_type": lambda value, _: (f"{value} is neither true nor false", "write true or false"),
    "literal_error": _choice,
    "enum": _choice,
    "string_too_short": lambda _, __: ("there is no text here", "write one"),
    "too_short": lambda _, __: ("there is nothing in here", "write at least one"),
    "greater_than_equal": lambda value, ctx: (f"{value} is too small", f"write at least {ctx['ge']}"),
    "less_than_equal": lambda value, ctx: (f"{value} is too large", f"write at most {ctx['le']}"),
}
"""Message and hint for each kind of error that the models can meet."""
