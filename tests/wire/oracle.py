"""scapy as a second opinion on octets; untyped, and imported only by tests that ask it."""

import importlib
from typing import Any

inet: Any = importlib.import_module("scapy.layers.inet")
l2: Any = importlib.import_module("scapy.layers.l2")
packet: Any = importlib.import_module("scapy.packet")
utils: Any = importlib.import_module("scapy.utils")
