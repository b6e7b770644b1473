"""``cat``, ``ls``, ``pwd`` and ``hostname`` typed at a host, beside coreutils."""

import subprocess
from pathlib import Path

import pytest

from sim.programs.files import Contents
from sim.programs.launch import Programs
from sim.shell.shell import parse
from sim.words import TextError
from tests.nodes.lab import Lab

TEXTS = {
    "one.txt": "first\nsecond\n",
    "open end": "no end of line",
    "it's.txt": "",
    ".hidden": "x\n",
    **{f"file-{number}-{'x' * number}": "x" * number for number in range(12)},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "deep.txt").write_text("deep\n", encoding="utf-8")
    return tmp_path


def typed(folder: Path | None, *commands: str) -> list[str]:
    lab = Lab()
    host = lab.host("pc1", ("10.0.0.1/24", "10.0.0.9/24"))
    lab.net.start()
    programs = Programs(lab.net, [host], {}, folder)
    for command in commands:
        lab.at(0, "pc1", command)
    lab.wait(1)
    del programs
    return lab.console("pc1")


@pytest.mark.parametrize(
    "command",
    [
        "cat one.txt",
        "cat 'open end' one.txt",
        "cat one.txt 'open end' nothing one.txt",
        "cat -n one.txt 'open end' one.txt",
        "cat sub",
        "cat sub/deep.txt ./one.txt",
        'cat "it\'s.txt"',
        "cat 'two words'",
        "ls",
        "ls -1",
        "ls -a",
        "ls sub",
        "ls one.txt sub nothing",
        "ls sub .",
        "ls 'open end'",
        "ls 'no such file'",
    ],
)
def test_files_are_printed_as_coreutils_print_them(command: str, folder: Path) -> None:
    real = (
        command.replace("ls", "ls -C --quoting-style=shell-escape -w 80 -T 0", 1)
        if command.startswith("ls")
        else command
    )
    real = real.replace("-C", "", 1) if " -1" in real else real
    run = subprocess.run(
        ["/bin/sh", "-c", f"{real} 2>&1"], cwd=folder, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert typed(folder, command) == run.stdout.splitlines()


def test_a_long_list_has_mode_size_and_date(folder: Path) -> None:
    assert typed(folder, "ls -l one.txt sub") == [
        "-rw-r--r-- 1 user user 13 Jan  1 00:00 one.txt",
        "",
        "sub:",
        "total 4",
        "-rw-r--r-- 1 user user 5 Jan  1 00:00 deep.txt",
    ]


def test_the_date_is_that_of_the_simulation() -> None:
    lab = Lab()
    host = lab.host("pc1", "10.0.0.1/24")
    lab.net.start()
    programs = Programs(lab.net, [host], {"a.txt": "x"})
    files = host.processes.files
    assert files is not None
    files()._files["/home/user/a.txt"] = Contents(b"x", (31 + 28 + 2) * 86_400_000_000_000 + 3_660_000_000_000)  # type: ignore[attr-defined]
    lab.at(0, "pc1", "ls -l")
    lab.wait(1)
    del programs
    assert lab.console("pc1")[1] == "-rw-r--r-- 1 user user 1 Mar  3 01:01 a.txt"


def test_every_device_has_its_own_files_about_names() -> None:
    assert typed(None, "cat /etc/hostname", "cat /etc/hosts", "ls /etc") == [
        "pc1",
        "127.0.0.1       localhost",
        "10.0.0.1        pc1",
        "hostname  hosts  resolv.conf",
    ]


def test_names_and_folders() -> None:
    assert typed(None, "hostname", "hostname -I", "pwd") == ["pc1", "10.0.0.1 10.0.0.9 ", "/home/user"]


def test_nothing_of_this_machine_can_be_printed() -> None:
    assert typed(None, "cat ../../../etc/passwd") == ["cat: ../../../etc/passwd: No such file or directory"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("cat", "cat without a file"),
        ("cat -q x", "cat: invalid option -- 'q'"),
        ("ls -lz", "ls: invalid option -- 'z'"),
        ("hostname pc9", "hostname: you must be root to change the host name"),
        ("pwd now", "pwd does not take 'now'"),
    ],
)
def test_what_is_refused(text: str, said: str) -> None:
    with pytest.raises(TextError, match=said):
        parse(text)
