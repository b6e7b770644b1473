"""How the timers are called, for whoever tells of them without the machine."""

TIMER = "dns-query"
"""First item of the names of timers: ``("dns-query", number)``."""
