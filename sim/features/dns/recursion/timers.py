"""How the timers are called, for whoever tells of them without the machine."""

TIMER = "recursion"
"""First item of the names of timers: ``("recursion", number)``."""
