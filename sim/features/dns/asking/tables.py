"""The tables of the steps by which names are resolved, as people see them."""

from sim.feature import Table
from sim.features.dns.asking.steps import SERVER_STEPS, STUB_STEPS, StepRow
from sim.languages import Wording


def _table(name: str, title: Wording) -> Table:
    return Table(
        name,
        StepRow,
        title,
        key={"number": int},
        label="{number} {name}",
        minor=("parent", "began", "ended", "id"),
        usual={"server": "-", "zone": ""},
        spare=("parent", "began", "ended", "id", "zone"),
        place=2,
    )


STUB = _table(STUB_STEPS, {"en": "Names resolved", "zh": "域名解析"})
SERVER = _table(SERVER_STEPS, {"en": "Names resolved for clients", "zh": "替客户端解析的域名"})
