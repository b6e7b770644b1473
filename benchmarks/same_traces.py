"""Whether every bundled scenario has the same trace in another revision, record by record, texts aside.

    python -m benchmarks.same_traces main

compares the working tree with a revision; exit status 1 where a trace differs. A scenario that only one of the two has
is named and not compared.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sim.scenario.other_languages import translated_by

HERE = Path(__file__).parents[1]
_TEXTS = frozenset({"text", "title"})


def main(revision: str) -> int:
    """Compare; print the first difference of each trace that differs."""
    with TemporaryDirectory() as folder:
        other = Path(folder) / "tree"
        subprocess.run(["git", "-C", HERE, "worktree", "add", "--detach", "-q", other, revision], check=True)
        try:
            return _compare(other)
        finally:
            subprocess.run(["git", "-C", HERE, "worktree", "remove", "--force", other], check=True)


def _compare(other: Path) -> int:
    mine, theirs = _scenarios(HERE), _scenarios(other)
    for name in sorted(mine ^ theirs):
        print(f"only {'here' if name in mine else 'there'}: {name}")
    both = sorted(mine & theirs)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(lambda name: _difference(name, other), both))
    different = [line for line in found if line]
    print(*different, f"{len(both) - len(different)} of {len(both)} traces are the same", sep="\n")
    return 1 if different else 0


def _scenarios(tree: Path) -> set[str]:
    paths = (tree / "scenarios").rglob("*.yaml")
    return {path.stem for path in paths if translated_by(path) is None}


def _difference(name: str, other: Path) -> str:
    pairs = zip_longest(_records(name, other), _records(name, HERE))
    for n, (before, after) in enumerate(pairs):
        if before != after:
            return f"{name}, line {n + 1}:\n  there {before}\n  here  {after}"
    return ""


def _records(name: str, tree: Path) -> Iterator[Any]:
    """The lines of a trace without the sentences in them."""
    command = [sys.executable, "-c", "from tui.cli import main; main()", "run", name, "--format", "jsonl"]
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    done = subprocess.run(command, cwd=tree, env=environment, input=b"", capture_output=True, check=False)
    return (_without_texts(json.loads(line)) for line in done.stdout.splitlines())


def _without_texts(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    why = value.get("why")
    kept = {key: part for key, part in value.items() if key not in _TEXTS}
    return kept if why is None else {**kept, "why": {key: part for key, part in why.items() if key not in _TEXTS}}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "HEAD"))
