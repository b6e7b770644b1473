"""Programs of the system that tests compare with."""

import os
import shutil

import pytest


def need(program: str) -> str:
    """The path of a program. The test is skipped where the program is not installed.

    ``.ci/run`` installs all programs and sets ``HOPSCOPE_TEST_PROGRAMS=all``. The test then fails instead, since nobody
    would notice that it is skipped there.
    """
    path = shutil.which(program)
    if path is not None:
        return path
    reason = f"{program} is not installed, and this test compares with it"
    if os.environ.get("HOPSCOPE_TEST_PROGRAMS") == "all":
        pytest.fail(reason)
    pytest.skip(reason)
