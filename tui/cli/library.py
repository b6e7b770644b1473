"""``hopscope list``: the bundled scenarios."""

import json
from argparse import Namespace
from itertools import groupby

from sim.scenario.library import Outline, bundled, outline
from tui.cli.outcome import OK
from tui.cli.stream import say


def execute(arguments: Namespace) -> int:
    outlines = [outline(path, name, arguments.language) for name, path in bundled().items()]
    if arguments.json:
        say(json.dumps([each._asdict() for each in outlines], indent=2))
        return OK
    width = max((len(_short(each)) for each in outlines), default=0)
    for topic, group in groupby(outlines, key=lambda each: each.name.rpartition("/")[0]):
        say(topic)
        for each in group:
            say(f"  {_short(each):<{width}}  {each.level:<5}  {each.title}")
    return OK


def _short(scenario: Outline) -> str:
    return scenario.name.rpartition("/")[2]
