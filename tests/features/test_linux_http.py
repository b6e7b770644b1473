"""Real programs beside ours: curl fetches from the simulated server, our clients from servers of Python and nginx.

The real ones run on Linux in a network namespace, over TAP.
"""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim import standalone
from sim.settings import NodeSettings
from tests.features.web import SETTINGS
from tests.nodes.lab import Lab
from tests.nodes.linux import LIMIT, Conversation, Namespace, namespace
from tests.outside import need

_NOISE = re.compile(r"\* (?:Found bundle|Can not multiplex|Please rewind)")
"""Lines on bundles of connections, which our curl leaves out."""


@pytest.fixture(scope="module")
def linux() -> Iterator[Namespace]:
    with namespace("tap0") as made:
        made.ip("link", "set", "dev", "lo", "up")
        made.ip("address", "add", "10.0.1.2/24", "dev", "tap0")
        yield made


def plain(text: str) -> list[str]:
    """The lines without colours, times, speeds and dates."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", text.replace("\r\n", "\n"))
    text = re.sub(r"Date: .*", "Date: D", text)
    text = re.sub(r"\d+ (?=ms|milliseconds)", "T ", text)
    # The meter paints over its line: only its last state stays.
    text = re.sub(r"^.*\r", "", text, flags=re.MULTILINE)
    text = re.sub(
        r"^([ \d]{3} [ \d.kM]{5}  [ \d]{3} [ \d.kM]{5}  [ \d]{3} [ \d.kM]{5}) .*$", r"\1", text, flags=re.MULTILINE
    )
    text = re.sub(r"^( {2}% Total|  0     0    0     0).*\n", "", text, flags=re.MULTILINE)
    return [line.rstrip() for line in text.split("\n") if line.strip() and not _NOISE.match(line)]


def real(linux: Namespace, arguments: str) -> str:
    """What the real curl prints on a terminal that fetches from a simulated server."""
    device = standalone.host({"eth0": "10.0.1.1/24"}, settings=NodeSettings(SETTINGS))
    talk = Conversation(device, {"eth0": (linux, "tap0")})
    linux.ip("neigh", "flush", "dev", "tap0")
    return talk.linux(linux, need("script"), "-qec", f"{need('curl')} {arguments}", "/dev/null")


def ours(arguments: str) -> str:
    lab = Lab()
    lab.host("pc", "10.0.1.2/24")
    lab.host("www", "10.0.1.1/24", web=SETTINGS)
    lab.link("pc", "www")
    return "\n".join(lab.run("pc", f"curl {arguments}"))


@pytest.mark.parametrize(
    "arguments",
    [
        "http://10.0.1.1/",
        "-v http://10.0.1.1/",
        "-i http://10.0.1.1/long.html",
        "-I http://10.0.1.1/picture.png",
        "-v -I http://10.0.1.1/",
        "-v http://10.0.1.1/none",
        "-f http://10.0.1.1/none",
        "-v -L http://10.0.1.1/old",
        "-v http://10.0.1.1:8001/",
        "-v http://10.0.1.1:81/",
        "-v -d a=1 -d b=2 http://10.0.1.1/form",
        "-v -X DELETE http://10.0.1.1/form",
        "-v -X OPTIONS http://10.0.1.1/form",
        "-v --http1.0 http://10.0.1.1/chunks",
        "-v http://10.0.1.1/chunks",
        "-v http://10.0.1.1/slow-chunks",
        "-v --compressed http://10.0.1.1/long.html",
        "-v -H Host:www.example.com http://10.0.1.1/",
        "-v -H 'X-A: b' -H Accept: -A me http://10.0.1.1/",
        "-v -H 'If-None-Match: \"363a3020-6\"' http://10.0.1.1/",
        "-v -H Expect:100-continue -d a=1 http://10.0.1.1/form",
        "-v -H Expect:100-continue -d a=1 http://10.0.1.1/",
        "-v http://10.0.1.1/ http://10.0.1.1/old http://10.0.1.1/q?a=1",
        "-v -H Connection:close http://10.0.1.1/ http://10.0.1.1/",
        "-s -o /dev/null -w '%{http_code}' http://10.0.1.1/picture.png",
        "-v -s -o /dev/null http://10.0.1.1/picture.png",
        "-o /dev/null http://10.0.1.1/picture.png",
        "-v -m 1 http://10.0.1.1/slow-chunks",
        "-v http://10.0.1.1/nothing",
        "-v http://10.0.1.1/moved",
        "http:// ftp.x://y",
    ],
)
def test_curl_prints_the_same_as_the_real_one(linux: Namespace, arguments: str) -> None:
    def comparable(text: str) -> list[str]:
        lines = plain(text)
        # Which codings a curl takes follows from the libraries that it was built with.
        lines = [re.sub(r"(Accept-Encoding): .*", r"\1: C", line) for line in lines]
        # In how many pieces a real one reads what comes, follows from when it looks.
        lines = [line for line in lines if not re.fullmatch(r"[{}] \[\d+ bytes data\]", line)]
        # Standard output and standard error of a real one come in the order of its buffers.
        return sorted(lines)

    assert comparable(ours(arguments)) == comparable(real(linux, arguments))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text("<h1>Hello</h1><img src=a.png><img src=b.png><script src=x.js></script>\n")
    for name, size in (("a.png", 100), ("b.png", 70000), ("x.js", 3)):
        (tmp_path / name).write_bytes(b"x" * size)
    return tmp_path


def served(linux: Namespace, words: list[str], port: int, command: str) -> list[str]:
    """What a simulated host prints for a command while a real server runs at 10.0.1.2."""
    device = standalone.host({"eth0": "10.0.1.1/24"})
    talk = Conversation(device, {"eth0": (linux, "tap0")})
    talk.longest_wait = 0.05  # no frame tells that a server listens
    with subprocess.Popen(linux.command(*words), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            talk.until(lambda: 10 in linux.tcp_states(port))  # LISTEN
            return talk.run(command).splitlines()
        finally:
            server.terminate()
            server.wait(LIMIT)


def test_our_clients_fetch_from_the_server_of_python(linux: Namespace, site: Path) -> None:
    words = ["python3", "-m", "http.server", "8000", "--directory", str(site)]
    lines = served(linux, words, 8000, "curl -v http://10.0.1.2:8000/ http://10.0.1.2:8000/none")
    assert "< HTTP/1.0 200 OK" in lines
    assert "<h1>Hello</h1><img src=a.png><img src=b.png><script src=x.js></script>" in lines
    assert "* Closing connection 0" in lines
    assert "< HTTP/1.0 404 File not found" in lines
    lines = served(linux, words, 8000, "browse http://10.0.1.2:8000/")
    assert lines[-1].startswith("4 objects, 4 requests, 70")
    assert ", 4 connections, " in lines[-1]


def test_our_clients_fetch_from_nginx(linux: Namespace, site: Path, tmp_path: Path) -> None:
    configuration = tmp_path / "nginx.conf"
    server = f"server {{ listen 8000; root {site}; }}"
    options = (
        f"access_log off; client_body_temp_path {tmp_path}; types {{ text/html html; }} gzip on; gzip_min_length 1;"
    )
    configuration.write_text(
        f"user root; daemon off; master_process off; pid {tmp_path}/pid; error_log /dev/null;\n"
        f"events {{}} http {{ {options} {server} }}\n"
    )
    words = [need("nginx"), "-c", str(configuration), "-p", str(tmp_path)]
    lines = served(
        linux, words, 8000, "curl -v --compressed http://10.0.1.2:8000/ http://10.0.1.2:8000/b.png -o /dev/null"
    )
    assert "* Re-using existing connection #0 with host 10.0.1.2" in lines
    assert any("Content-Encoding: gzip" in line for line in lines)
    lines = served(linux, words, 8000, "browse http://10.0.1.2:8000/")
    assert ", 2 connections, " in lines[-1]
