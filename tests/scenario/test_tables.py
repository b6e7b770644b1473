"""What tables of connections, sockets and programs hold, against a run of which the numbers are known."""

from functools import cache

import pytest

from sim.scenario.expect import Outcome, check
from sim.scenario.load import load_text
from tests.scenario.runs import RunOf

TEXT = """
title: One end writes 1000 octets, the other reads none
tcp: {profile: simple, mss: 500}
nodes:
  client: {host: 10.0.0.1/8, tcp: {isn: 100}}
  server: {host: 10.0.0.2/8, tcp: {isn: 300, receive_buffer: 4000}}
links: [client -- server]
until: 3s
programs:
  - on: server
    code: |
      import socket, time
      listener = socket.create_server(("", 80))
      connection, address = listener.accept()
      time.sleep(60)
  - on: client
    arguments: [server, '80']
    at: 1s
    code: |
      import socket
      connection = socket.create_connection(("10.0.0.2", 80))
      connection.sendall(bytes(1000))
      connection.recv(1)
expect:
"""
EXPECTED = {
    "{on: client, table: tcp, holds: {state: ESTABLISHED, local_ip: client, remote_ip: server, remote_port: 80}}": True,
    "{on: client, table: tcp, holds: {iss: 100, irs: 300, sack: false, timestamps: false}, rows: 1}": True,
    "{on: client, table: tcp, holds: {state: CLOSED}}": False,
    "{on: server, table: tcp, holds: {state: LISTEN, remote_ip: 0.0.0.0}, rows: 2}": True,
    "{on: server, table: tcp, lacks: {state: LISTEN}}": False,
    "{on: client, table: tcp-send, holds: {snd_una: 1101, snd_nxt: iss+1001, written: iss + 1001}}": True,
    "{on: client, table: tcp-send, holds: {snd_una: iss+1000}}": False,
    "{on: client, table: tcp-send, holds: {snd_wnd: 6 mss, phase: slow start, rto: 1s}}": True,
    "{on: client, table: tcp-send, holds: {snd_wnd: 7 mss}}": False,
    "{on: server, table: tcp-receive, holds: {rcv_nxt: irs+1001, rcv_wnd: 3000, unread: 2 mss, ack_at: null}}": True,
    "{on: server, table: tcp-receive, holds: {rcv_nxt: IRS}}": False,
    "{on: server, table: socket, holds: {kind: tcp, local: 0.0.0.0:80, remote: null, listening: true}}": True,
    "{on: server, table: socket, holds: {local: server:80, remote: client:49152, error: ''}}": True,
    "{on: server, table: socket, holds: {local: server:80, remote: 10.0.0.1:49153}}": False,
    "{on: client, table: program, holds: {file: client.py, arguments: '80', status: running}, rows: 1}": True,
    "{on: client, table: program, holds: {arguments: '81'}}": False,
    "{on: client, table: thread, holds: {call: recv(1), phase: blocked, line: 4}, rows: 1}": True,
}


@cache
def outcomes() -> dict[str, Outcome]:
    run = RunOf(load_text(TEXT + "".join(f"  - {text}\n" for text in EXPECTED)))
    return dict(zip(EXPECTED, check(run.scenario, run.trace), strict=True))


@pytest.mark.parametrize(("text", "is_met"), EXPECTED.items())
def test_a_row_is_as_it_is_wanted_or_not(text: str, is_met: bool) -> None:
    outcome = outcomes()[text]
    assert (outcome.ok, outcome.found == "") == (is_met, is_met), outcome.found


def test_the_nearest_row_is_shown_as_one_writes_it() -> None:
    found = outcomes()["{on: server, table: socket, holds: {local: server:80, remote: 10.0.0.1:49153}}"].found
    assert "nearest of 2 rows" in found
    assert "local: 10.0.0.2:80, remote: 10.0.0.1:49152" in found
