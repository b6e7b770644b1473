"""A session that plays a trace which is written by hand, between two hosts with a program each."""

from sim.scenario.expect import Outcome
from sim.scenario.load import load_text
from sim.scenario.plan import Note
from sim.session import Session
from tests.tui.exchange import Exchange
from tui.model.reader.player import Player
from tui.model.text.glyphs import glyphs

_SCENARIO = """
title: An exchange written by hand
nodes:
  client: {host: 10.0.0.1/24, mac: 02:00:00:00:00:01}
  server: {host: 10.0.0.2/24, mac: 02:00:00:00:00:02}
links:
  - client -- server
"""
CLIENT_TEXT = """import socket

# What the client wants is said once.
s = socket.socket()
s.connect(("10.0.0.2", 80))
for number in range(5):
    s.sendall(b"x" * 100)
s.close()
"""
SERVER_TEXT = """import socket

listener = socket.create_server(("", 80))
connection, peer = listener.accept()
while data := connection.recv(1024):
    print(len(data), "octets")
connection.close()
"""


class PlayedSession(Session):
    """A session whose trace is complete from the start."""

    def __init__(self, made: Exchange) -> None:
        super().__init__(load_text(_SCENARIO))
        sources = {"client.py": CLIENT_TEXT, "server.py": SERVER_TEXT}
        self.scenario = self.scenario._replace(sources=sources)
        self.trace = made.trace
        self.history.trace = made.trace
        self.finished = True

    def run_some(self, more: int, until: int | None = None, records: int | None = None) -> bool:
        return True

    def notes(self, language: str = "en") -> list[tuple[int, Note]]:
        return []

    def check(self) -> list[Outcome]:
        return []


def at_end(made: Exchange, ascii_only: bool = False) -> Player:
    """A player at the end of a trace that is written by hand."""
    at = Player(played(made), glyphs(ascii_only))
    at.run_some(0)
    at.cursor.end()
    return at


def played(made: Exchange) -> PlayedSession:
    return PlayedSession(made)
