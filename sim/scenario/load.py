"""Reading a scenario, from a file, a text or plain objects, with everything that is wrong with it."""

import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.ip.names.settings import NameSettings
from sim.ip.routes.service import StaticRoute
from sim.kernel import SECOND
from sim.patterns.pattern import Names
from sim.patterns.syntax import no_node
from sim.programs.typed import TypedLine
from sim.scenario.addressing import check_addresses, check_automatic, check_pools
from sim.scenario.cables import names_of, plan_links
from sim.scenario.devices import Attached, attached, ip_nodes, plan_nodes
from sim.scenario.document import YamlError, compose
from sim.scenario.events import plan_actions, plan_faults, plan_notes
from sim.scenario.expectations import plan_expectations
from sim.scenario.models import LabModel, ScenarioModel
from sim.scenario.plan import Action, FaultPlan, IpNodePlan, Lab, LinkPlan, NodePlan, ProgramPlan, Scenario
from sim.scenario.problem import Problem, ScenarioError
from sim.scenario.programs import plan_programs
from sim.scenario.questions import plan_questions
from sim.scenario.report import Report
from sim.scenario.routes import plan_routes
from sim.scenario.servers import check_servers
from sim.scenario.shape import shape
from sim.scenario.slips import with_slips
from sim.scenario.source import read
from sim.scenario.vlans import Lanes, check_aggregates, check_ports, check_tags, check_trunks, doubt_strays, strays
from sim.words import listed

DEFAULT_LENGTH = 20 * SECOND
"""How long after its last action or program's start a run ends that is not told when."""


def load(path: str | Path) -> Scenario:
    """The scenario in a file; raises :class:`~sim.scenario.problem.ScenarioError`."""
    return load_text(read(path), str(path), Path(path).parent)


def load_text(text: str, name: str = "<text>", folder: Path | None = None) -> Scenario:
    """The scenario in a YAML text; ``name`` stands for the file in messages. Raises ``ScenarioError``.

    The files of programs are looked for in ``folder``, then among the bundled ones.
    """
    try:
        return _read(text, name, folder)
    except ScenarioError as error:
        raise ScenarioError(with_slips(text, name, error.problems, lambda other: _wrong(other, name, folder))) from None


def _wrong(text: str, name: str, folder: Path | None) -> Sequence[Problem]:
    """All that is wrong with a text."""
    try:
        return _read(text, name, folder).warnings
    except ScenarioError as error:
        return error.problems


def _read(text: str, name: str, folder: Path | None) -> Scenario:
    report = Report(name, None, text)
    try:
        root, flaws = compose(text)
    except YamlError as error:
        report.flaw(error.flaw)
        raise ScenarioError(report.problems) from None
    report.root = root
    for flaw in flaws:
        report.flaw(flaw)
    return _scenario(root.value(), report, folder)._replace(text=text)


def load_objects(data: Any, name: str = "<objects>", folder: Path | None = None) -> Scenario:
    """The scenario in dicts and lists, as YAML would give them; raises ``ScenarioError``."""
    scenario = _scenario(data, Report(name, None), folder)
    return scenario._replace(text=json.dumps(data, ensure_ascii=False))  # which is YAML, too


def _scenario(data: Any, report: Report, folder: Path | None) -> Scenario:
    model = shape(data, report)
    was_misshapen = report.has_errors
    scenario = None if model is None else _plan(model, folder, report)
    if scenario is None or report.has_errors:
        # A doubt about a scenario of which parts are missing says nothing.
        raise ScenarioError(report.errors if was_misshapen else report.problems)
    return scenario._replace(warnings=tuple(report.problems))


def _plan(model: ScenarioModel, folder: Path | None, report: Report) -> Scenario:
    report.allowed = set(model.allow)
    plans = plan_nodes(model, folder, report)
    links = plan_links(model, plans, report)
    lanes = Lanes(plans, links)
    domains = lanes.segments()
    found = [own for name, node in ip_nodes(model) for own in attached(name, node)]
    check_ports(plans, report)
    check_aggregates(plans, links, report)
    check_trunks(lanes, links, report)
    check_tags(lanes, links, report)
    wrong = strays(found, lanes)
    doubt_strays(found, wrong, report)
    check_addresses(found, domains, wrong, report)
    check_automatic(model, plans, domains, report)
    check_pools(plans, report)
    check_servers(model, plans, report)
    plans = {name: _with_names(plan, found) for name, plan in plans.items()}
    routes = plan_routes(model, found, domains, report)
    names = names_of(plans, links)
    actions = plan_actions(model, plans, names, routes, report)
    programs, sources = plan_programs(model, plans, actions, folder, report)
    until = _until(model, [*actions.values(), *programs])
    faults = plan_faults(model, names, report)
    notes = plan_notes(model, names, until, report)
    told = [(("expect", index), each) for index, each in report.items("expect", model.expect)]
    expect = plan_expectations(told, plans, names, sources, until, report)
    lab = None if model.lab is None else _lab(model.lab, plans, names, sources, until, report)
    questions = plan_questions(model, plans, names, sources, until, report)
    for name in model.layout:
        if name not in plans:
            report.error(("layout", name), no_node(name, tuple(plans)), at_key=True)
    report.check_allowances(model.allow)
    return Scenario(
        path=report.name,
        title=model.title,
        topics=tuple(model.topics),
        level=model.level,
        goals=tuple(model.goal),
        description=model.description,
        seed=model.seed,
        until=until,
        records=model.records,
        nodes=tuple(_with_routes(plan, routes) for plan in plans.values()),
        links=tuple(_with_faults(link, faults) for link in links.values()),
        actions=tuple(actions.values()),
        programs=programs,
        sources=sources,
        folder=folder,
        notes=notes,
        expect=expect,
        lab=lab,
        layout=model.layout,
        names=names,
        files=report.files,
        questions=questions,
    )


def _lab(
    model: LabModel,
    plans: Mapping[str, NodePlan],
    names: Names,
    programs: Collection[str],
    until: int,
    report: Report,
) -> Lab:
    goals = [(("lab", "goals", index), each) for index, each in enumerate(model.goals)]
    for index, name in enumerate(model.touch):
        if name not in plans:
            report.error(("lab", "touch", index), no_node(name, tuple(plans)))
    if model.program is not None and model.program not in programs:
        hint = f"there is {listed(list(programs), 'and')}" if programs else "add it under programs:"
        report.wrong(("lab", "program"), f"no program {model.program!r} is started here", hint)
    return Lab(
        place=report.place(("lab",), at_key=True),
        task=model.task,
        goals=plan_expectations(goals, plans, names, programs, until, report),
        touch=tuple(model.touch) or tuple(plans),
        hints=tuple(model.hints),
        solution=tuple(model.solution),
        program=model.program or "",
    )


def _until(model: ScenarioModel, deeds: Sequence[Action | ProgramPlan]) -> int:
    if model.until is not None:
        return model.until
    typed = [line for deed in deeds if isinstance(deed, ProgramPlan) for line in deed.stdin]
    lines = [line.at for line in typed if isinstance(line, TypedLine) and line.text is not None]
    return max((*(deed.at for deed in deeds), *lines), default=0) + DEFAULT_LENGTH


def _with_names(plan: NodePlan, found: list[Attached]) -> NodePlan:
    """A host or router that knows all others by their names, each by its first address."""
    if not isinstance(plan, IpNodePlan):
        return plan
    first = {own.node: own.address.address for own in reversed(found) if own.node != plan.name}
    nodes = tuple((name, ip) for name, ip in reversed(first.items()))
    return plan._replace(settings=plan.settings.having(plan.settings.of(NameSettings)._replace(nodes=nodes)))


def _with_routes(plan: NodePlan, routes: Mapping[str, tuple[StaticRoute, ...]]) -> NodePlan:
    return plan._replace(routes=routes[plan.name]) if isinstance(plan, IpNodePlan) else plan


def _with_faults(link: LinkPlan, faults: Mapping[str, tuple[FaultPlan, ...]]) -> LinkPlan:
    return link._replace(faults=faults.get(link.name, ()))
