"""``hopscope schema``: what editors check a scenario against."""

import json
from argparse import Namespace

from sim.scenario.models import schema
from tui.cli.outcome import OK
from tui.cli.stream import say


def execute(arguments: Namespace) -> int:
    say(json.dumps(schema(), indent=2))
    return OK
