"""What happens in a scenario: commands, cables, faults of chosen frames, and the notes on it all."""

from collections.abc import Mapping
from typing import Any

from sim.addresses import DEFAULT_ROUTE
from sim.command import Planned
from sim.features.dhcp.settings import DhcpClientSettings
from sim.ip.names.hosts_file import HostsFile
from sim.ip.names.settings import NameSettings
from sim.ip.routes.service import StaticRoute
from sim.link.faults import Deed
from sim.patterns.pattern import Names
from sim.patterns.syntax import Moment, no_node, parse, parse_link
from sim.quantities import spell_duration
from sim.scenario.happening import read_moment
from sim.scenario.models import (
    CorruptModel,
    CutModel,
    DelayModel,
    DropModel,
    DuplicateModel,
    EditModel,
    EndModel,
    RunModel,
    ScenarioModel,
    TypeModel,
)
from sim.scenario.plan import Action, FaultPlan, IpNodePlan, NodePlan, Note, Plug, Run, Type
from sim.scenario.programs import check_before_end, check_runs_programs
from sim.scenario.report import Path, Report
from sim.shell.shell import Typed
from sim.shell.shell import parse as parse_command
from sim.words import TextError, listed, suggestion

FAULT_CLAUSES = ("from", "to", "for", "port", "leaving", "reaching", "after", "before")
"""What can be said of a frame on the way across its link."""

Routes = Mapping[str, tuple[StaticRoute, ...]]


def plan_actions(
    model: ScenarioModel, plans: Mapping[str, NodePlan], names: Names, routes: Routes, report: Report
) -> dict[int, Action]:
    """What is done, and when, by its index in the text."""
    actions: dict[int, Action] = {}
    for index, action in report.items("actions", model.actions):
        path = ("actions", index)
        check_before_end(action.at, model.until, "do this earlier", (*path, "at"), report)
        if isinstance(action, RunModel):
            typed = _typed(action, path, plans, report)
            if typed is not None:
                _check(typed, _planned(plans[action.on], routes), (*path, "run"), report)
                actions[index] = Run(action.at, action.on, typed)
            continue
        if isinstance(action, TypeModel | EndModel):
            check_runs_programs(action.on, (*path, "on"), plans, report)
            text = action.type if isinstance(action, TypeModel) else None
            actions[index] = Type(action.at, action.on, text, action.to or "")
            continue
        key = "cut" if isinstance(action, CutModel) else "mend"
        text = action.cut if isinstance(action, CutModel) else action.mend
        try:
            actions[index] = Plug(action.at, parse_link(text, names), key == "mend")
        except TextError as error:
            report.error((*path, key), error)
    return actions


def plan_faults(model: ScenarioModel, names: Names, report: Report) -> dict[str, tuple[FaultPlan, ...]]:
    """The faults of each link that has some."""
    faults: dict[str, tuple[FaultPlan, ...]] = {}
    for index, fault in report.items("faults", model.faults):
        path = ("faults", index)
        try:
            link = parse_link(fault.on, names)
        except TextError as error:
            report.error((*path, "on"), error)
            link = ""
        deed, text = _deed(fault)
        try:
            pattern = parse(text, names, FAULT_CLAUSES)
            _check_ordinal(text, pattern.first)
        except TextError as error:
            report.error((*path, deed.value), error)
            continue
        extra: dict[str, Any] = {}
        if isinstance(fault, CorruptModel):
            extra = {"octet": fault.octet, "bit": fault.bit, "fcs_repaired": fault.fcs == "repaired"}
        elif isinstance(fault, DelayModel):
            extra = {"by": fault.by}
        elif isinstance(fault, EditModel):
            extra = {"fields": _fields(fault, path, report), "is_damage": fault.damaged}
        faults[link] = (*faults.get(link, ()), FaultPlan(deed, pattern, **extra))
    return faults


def _fields(fault: EditModel, path: Path, report: Report) -> tuple[tuple[str, str], ...]:
    """The fields of an edited frame with their values; those that are wrong are left out, each with a problem."""
    # Only who edits packets loads the layers of all protocols.
    from sim.packets.rewriting import read_write  # noqa: PLC0415

    found = []
    for name, value in fault.fields.items():
        try:
            text = str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)
            read_write(name, text, fault.damaged)
            found.append((name, text))
        except TextError as error:
            report.error((*path, "fields", name), error)
    return tuple(found)


def plan_notes(model: ScenarioModel, names: Names, until: int, report: Report) -> tuple[Note, ...]:
    """The notes, each at its moment."""
    notes = []
    for index, note in report.items("notes", model.notes):
        path = ("notes", index, "when")
        try:
            moment = read_moment(note.when, names)
        except TextError as error:
            report.error(path, error)
            continue
        if isinstance(moment, Moment) and moment.time is not None and moment.time > until:
            message = f"{note.when} is after the end of the run at {spell_duration(until)}"
            report.wrong(path, message, "write an earlier time, or 'end'")
        notes.append(Note(moment, note.text, note.title or ""))
    return tuple(notes)


def _deed(fault: DropModel | DuplicateModel | CorruptModel | DelayModel | EditModel) -> tuple[Deed, str]:
    match fault:
        case DropModel():
            return Deed.DROP, fault.drop
        case DuplicateModel():
            return Deed.DUPLICATE, fault.duplicate
        case CorruptModel():
            return Deed.CORRUPT, fault.corrupt
        case DelayModel():
            return Deed.DELAY, fault.delay
        case EditModel():
            return Deed.EDIT, fault.edit


def _check_ordinal(text: str, first: int) -> None:
    word = text.split(maxsplit=1)[0]
    if first < 0:
        raise TextError("a fault cannot know which packet will be the last", "write first, 2nd, … or every")
    if first == 1 and word.lower() not in ("first", "every", "1st"):
        raise TextError("this does not say which packet", f"write 'first {text}', or 2nd, … or every")


def _typed(action: RunModel, path: Path, plans: Mapping[str, NodePlan], report: Report) -> Typed | None:
    """The command that is typed, or ``None`` and a problem."""
    where = (*path, "run")
    try:
        typed = parse_command(action.run, plans[action.on].kinds if action.on in plans else ())
    except TextError as error:
        hint = _address_hint(action.run[error.offset :], plans) or error.hint
        report.wrong(where, error.message, hint, offset=error.offset)
        typed = None
    if action.on not in plans:
        report.error((*path, "on"), no_node(action.on, tuple(plans)))
        return None
    plan = plans[action.on]
    if typed is None:
        return None
    kind, kinds = plan.kind, typed.command.kinds
    if kinds.isdisjoint(plan.kinds):
        able = [name for name, other in plans.items() if not kinds.isdisjoint(other.kinds)]
        message = f"{action.on} is a {kind}, and a {kind} knows no {typed.name!r}"
        report.wrong(where, message, f"on {listed(able)} it would work" if able else "")
        return None
    known = tuple(each.name for each in plan.interfaces) if isinstance(plan, IpNodePlan) else plan.ports
    for interface, offset in typed.interfaces:
        if interface not in known:
            hint = suggestion(interface, known, f"{action.on} has", "and")
            report.wrong(where, f"{action.on} has no interface {interface!r}", hint, offset=offset)
            return None
    return typed


def _address_hint(rest: str, plans: Mapping[str, NodePlan]) -> str:
    """What to write instead of a node's name."""
    plan = plans.get(rest.split(maxsplit=1)[0]) if rest.strip() else None
    if isinstance(plan, IpNodePlan):
        for interface in plan.interfaces:
            for own in interface.addresses:
                return f"commands take addresses, and {plan.name} has {own.address}"
    return ""


def _planned(plan: NodePlan, routes: Routes) -> Planned:
    if not isinstance(plan, IpNodePlan):
        return Planned(plan.name)
    own = tuple(own for interface in plan.interfaces for own in interface.addresses)
    settings = plan.settings.of(NameSettings)
    known = HostsFile(plan.name, settings, lambda: own[0].address if own else None)
    routed = tuple(route.prefix for route in routes.get(plan.name, ()))
    has_leases = bool(plan.settings.of(DhcpClientSettings).interfaces)
    if has_leases:
        routed += (DEFAULT_ROUTE,)  # what a server will tell is not known yet
    asks_servers = has_leases or bool(settings.nameservers)
    return Planned(plan.name, tuple(each.prefix for each in own), routed, known.all(), asks_servers)


def _check(typed: Typed, planned: Planned, path: Path, report: Report) -> None:
    """Report what the command itself finds doubtful here."""
    for doubt in typed.command.check(typed.options, planned):
        offset = max(typed.text.find(doubt.word), 0)
        report.doubt(path, doubt.allowance.name, doubt.message, doubt.hint, offset=offset)
