"""The same texts run for real, on this machine's own sockets, and simulated: they print the same lines."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sim.trace.records import Call, Kind
from tests.programs.lab import BOTH, Lab, plain

STDIN = ("ann", "bob", "last words")


@pytest.mark.skipif(sys.platform != "linux", reason="what is simulated is Linux")
@pytest.mark.parametrize("file", sorted(BOTH.glob("*.py")), ids=lambda file: file.stem)
def test_a_program_prints_what_it_prints_for_real(file: Path, tmp_path: Path) -> None:
    text = file.read_text(encoding="utf-8")
    script = tmp_path / file.name
    script.write_text(text, encoding="utf-8")
    lab = Lab("host")
    program = lab.program("host", text, arguments=("argument",), stdin=STDIN, file=file.name)
    lab.run()
    for _ in range(4):  # a busy machine can be late for what its own clock asks of it
        real = _run(script)
        outputs = sorted(plain(real.stdout, tmp_path) + plain(real.stderr, tmp_path))
        simulated = iter(lab.lines("host"))
        is_in_order = all(line in simulated for line in plain(real.stdout, tmp_path))
        if sorted(lab.lines("host")) == outputs and is_in_order:
            break
    assert sorted(lab.lines("host")) == outputs, "\n".join(lab.lines("host"))
    assert is_in_order, "each of the two streams is in its order, which pipes do not keep between them"
    assert _exit_status(lab) == real.returncode
    assert program.gone


def _run(script: Path) -> subprocess.CompletedProcess[str]:
    for each in script.parent.iterdir():
        if each != script:
            shutil.rmtree(each) if each.is_dir() else each.unlink()
    return subprocess.run(
        [sys.executable, str(script), "argument"],
        input="".join(f"{line}\n" for line in STDIN),
        cwd=script.parent,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _exit_status(lab: Lab) -> int:
    results = [r.what for r in lab.network.trace if r.kind is Kind.RESULT]
    assert len(results) == 1
    assert isinstance(results[0], Call)
    return int(results[0].text.removeprefix("exit status "))
