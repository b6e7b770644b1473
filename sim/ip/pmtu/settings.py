"""The choice of path MTU discovery."""

from typing import Annotated, NamedTuple

from sim.kernel import SECOND
from sim.settings import TIME, Setting, Settings


class PmtuSettings(NamedTuple):
    """``timeout`` (ns): after it the path may have become wider (RFC 1191 6.3 recommends 10 minutes)."""

    timeout: Annotated[int, Setting("How long a narrow path is remembered.", TIME)] = 600 * SECOND


SETTINGS = Settings("pmtu", PmtuSettings, "Path MTU discovery (RFC 1191).")
