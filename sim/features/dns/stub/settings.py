"""How a host asks its name servers: the options of ``resolv.conf``."""

from typing import Annotated, NamedTuple

from sim.kernel import SECOND
from sim.settings import TIME, Setting, Settings


class ResolverSettings(NamedTuple):
    """The defaults are those of Linux (``resolv.conf(5)``). ``timeout`` in ns."""

    ndots: Annotated[
        int, Setting("A name with so many dots is asked for as it is before search domains are added.", at_least=0)
    ] = 1
    timeout: Annotated[int, Setting("How long the first server is waited for.", TIME, at_least=1)] = 5 * SECOND
    attempts: Annotated[int, Setting("How often all servers are asked, one after the other.", at_least=1)] = 2
    rotate: Annotated[bool, Setting("Begin each question with the next server, not always with the first.")] = False
    cache: Annotated[bool, Setting("Remember answers for their time to live.")] = True

    @property
    def options(self) -> str:
        """What stands behind ``options`` in ``resolv.conf``: what is not usual."""
        usual = ResolverSettings()
        options = [f"ndots:{self.ndots}"] if self.ndots != usual.ndots else []
        if self.timeout != usual.timeout:
            options.append(f"timeout:{max(self.timeout // SECOND, 1)}")
        if self.attempts != usual.attempts:
            options.append(f"attempts:{self.attempts}")
        return " ".join([*options, *(["rotate"] if self.rotate else [])])


SETTINGS = Settings("resolver", ResolverSettings, "The resolver of the host (resolv.conf).", everywhere=True)
