"""What a process really loads: the import contracts at run time, where a lazy import counts if it happens."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import scenarios
from sim.scenario.library import bundled

SCREEN = {"textual", "rich", "tui"}
HEAVY = {"scapy", "networkx"}
READERS = {"pydantic", "yaml"}
READS = {"sim.features": {"h11"}}
"""Libraries that read a protocol for one of the features in a package."""

ALL_OF = """
import importlib, pkgutil
import {0} as package
for module in pkgutil.walk_packages(package.__path__, "{0}."):
    importlib.import_module(module.name)
"""

FIRST_PICTURE = """
import sys
from tui.app import HopscopeApp
from tui.screens.player import PlayerScreen
from sim.session import Session
async def stop(screen):
    panes = screen.board.panes  # the ladder has nothing to draw yet
    assert panes["why"]._lines and ("ladder" in panes or panes["network"]._lines)
    assert not screen.player.is_begun
    screen.app.exit()
PlayerScreen._run = stop
app = HopscopeApp(Session.load({0!r}))
app.run(headless=True, size=(140, 40))
assert not app.return_code
"""

COMMAND = """
import sys
from tui.cli import main
sys.argv = ["hopscope", *{arguments!r}]
try:
    code = main()
except SystemExit as end:
    code = end.code
assert not code, code
"""


def loaded_by(code: str) -> set[str]:
    """The top-level packages that ``code`` makes a new interpreter load."""
    return {name.partition(".")[0] for name in modules_loaded_by(code)}


def modules_loaded_by(code: str) -> set[str]:
    """The modules that ``code`` makes a new interpreter load."""
    report = "print(json.dumps([name for name in sys.modules if name not in before]))"
    script = f"import json, sys\nbefore = set(sys.modules)\n{code}\nprint()\n{report}"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return set(json.loads(run.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "package",
    [
        "sim.pdu",
        "sim.trace",
        "sim.explain",
        "sim.wire",
        "sim.link",
        "sim.bridge",
        "sim.ip",
        "sim.transport",
        "sim.features",
        "sim.shell",
    ],
)
def test_core_loads_nothing_from_outside_the_standard_library(package: str) -> None:
    assert loaded_by(ALL_OF.format(package)) <= set(sys.stdlib_module_names) | {"sim"} | READS.get(package, set())


def test_no_part_of_sim_loads_a_screen_or_a_heavy_dependency_when_imported() -> None:
    assert not loaded_by(ALL_OF.format("sim")) & (SCREEN | HEAVY)


def test_screen_models_load_without_textual() -> None:
    assert "textual" not in loaded_by(ALL_OF.format("tui.model"))


@pytest.mark.parametrize("scenario", ["icmp/ping-everyone", "sockets/http-by-hand"])
def test_a_run_without_web_server_and_curl_loads_no_h11(scenario: str) -> None:
    path = str(Path(scenarios.__file__).parent / f"{scenario}.yaml")
    assert "h11" not in loaded_by(COMMAND.format(arguments=["run", path, "--trust"]))


@pytest.mark.parametrize(("scenario", "has_programs"), [("ping-everyone", False), ("broken-pipe", True)])
def test_only_a_run_that_starts_programs_loads_what_they_need(scenario: str, has_programs: bool) -> None:
    loaded = modules_loaded_by(COMMAND.format(arguments=["run", scenario]))
    assert {"greenlet" in loaded, "sim.programs.program" in loaded} == {has_programs}


def test_help_loads_only_the_command_line() -> None:
    loaded = loaded_by(COMMAND.format(arguments=["--help"]))
    assert "tui" in loaded
    assert not loaded & (HEAVY | READERS | {"textual", "rich"})


def test_list_loads_no_screen_and_no_heavy_dependency() -> None:
    assert not loaded_by(COMMAND.format(arguments=["list"])) & (HEAVY | {"textual"})


def test_run_of_a_small_scenario_loads_no_screen_and_no_heavy_dependency() -> None:
    smallest = min(bundled().values(), key=lambda path: (path.stat().st_size, path))
    assert not loaded_by(COMMAND.format(arguments=["run", str(smallest)])) & (HEAVY | {"textual"})


def test_the_second_run_of_a_scenario_loads_only_what_happens_in_it() -> None:
    """A ping needs neither the models of scenarios nor TCP, sockets and programs."""
    run = COMMAND.format(arguments=["run", "arp-on-one-switch"])
    modules_loaded_by(run)
    loaded = modules_loaded_by(run)
    assert not {name.partition(".")[0] for name in loaded} & (HEAVY | READERS | {"textual", "rich", "greenlet"})
    unused = {
        "sim.scenario.models", "sim.scenario.load", "sim.transport.tcp.layer", "sim.transport.tcp.machine.arrive",
        "sim.transport.udp.layer", "sim.transport.sockets.sockets", "sim.programs.program",
        "sim.features.traceroute.command",
    }  # fmt: skip
    assert not loaded & unused


@pytest.mark.parametrize("scenario", ["arp-on-one-switch", "tcp-echo"])
def test_first_picture_of_the_player_loads_nothing_that_runs(scenario: str) -> None:
    modules_loaded_by(COMMAND.format(arguments=["run", scenario, "-q"]))
    loaded = modules_loaded_by(FIRST_PICTURE.format(scenario))
    assert not {name.partition(".")[0] for name in loaded} & (HEAVY | READERS | {"markdown_it", "greenlet"})
    assert not loaded & {
        "sim.scenario.plan", "sim.scenario.build", "sim.device.network", "sim.ip.stack", "sim.patterns.pattern",
        "sim.explain", "sim.packets.telling", "tui.model.conversation.journeys", "tui.screens.dialog",
        "tui.screens.library",
    }  # fmt: skip
