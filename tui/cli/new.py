"""``hopscope new``: a scenario to start from."""

from argparse import Namespace
from importlib.resources import files
from pathlib import Path

from tui.cli.outcome import OK, BadInputError
from tui.cli.stream import tell
from tui.output.whole_file import write_new


def execute(arguments: Namespace) -> int:
    path = Path(arguments.file)
    text = files("tui.cli").joinpath("template.yaml").read_text(encoding="utf-8")
    try:
        write_new(path, text)
    except FileExistsError:
        raise BadInputError(f"{path} is there already; name another file, or remove it first") from None
    tell(f"hopscope: wrote {path}; change it, then: hopscope check {path}")
    return OK
