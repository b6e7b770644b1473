"""How scenarios write a web server: short forms, pages, folders and files beside the scenario, and what is refused."""

from pathlib import Path

import pytest

from sim.features.http.settings import DEFAULT_PAGE, Page, WebSettings
from sim.scenario.cache import opened
from sim.scenario.load import load_text
from sim.scenario.plan import IpNodePlan
from sim.scenario.problem import ScenarioError
from sim.session import Session
from sim.settings import LongText

SCENARIO = """\
title: A server
nodes:
  pc: {host: 10.0.0.1/24}
  www: {host: 10.0.0.2/24, web: WEB}
links: [pc -- www]
until: 5s
actions: [{at: 1s, on: pc, run: curl http://www/}, {at: 2s, on: pc, run: curl http://www/notes/}]
"""


def web(text: str, folder: Path | None = None) -> WebSettings:
    _, www = load_text(SCENARIO.replace("WEB", text), "web.yaml", folder).nodes
    assert isinstance(www, IpNodePlan)
    return www.settings.of(WebSettings)


def test_short_forms() -> None:
    default = (("/", Page(LongText(DEFAULT_PAGE))),)
    assert web("true").pages == default
    assert web("{keep_alive: 2s}").pages == default
    assert web("Hello") == WebSettings((("/", Page(LongText("Hello"))),))
    assert web("{pages: {/: Hello, /a: {redirect: /}}}").pages == (
        ("/", Page(LongText("Hello"))),
        ("/a", Page(redirect="/")),
    )
    assert web("{keep_alive: false}").keep_alive == 0


def test_files_and_folders_stand_beside_the_scenario(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("a page\n")
    (tmp_path / "site" / "notes").mkdir(parents=True)
    (tmp_path / "site" / "notes" / "index.html").write_text("notes\n")
    (tmp_path / "site" / "photo.png").write_bytes(b"\x89PNG\xff")
    (tmp_path / "site" / ".hidden").write_text("no")
    found = web("{pages: {/: {body: {file: page.html}}}, folder: site}", tmp_path)
    assert found.pages[0][1].body == LongText("a page\n", "page.html")
    assert found.folder is not None
    assert found.folder.files == (("notes/index.html", b"notes\n"), ("photo.png", b"\x89PNG\xff"))
    path = tmp_path / "web.yaml"
    path.write_text(SCENARIO.replace("WEB", "{pages: {/: {body: {file: page.html}}}, folder: site}"))

    def printed() -> list[str]:
        session = Session(opened(path).scenario)
        assert session.run()
        session.history.go(len(session.trace))
        return [line.text for line in session.history.world.table("pc", "console").values()]

    assert printed() == ["a page", "notes"]
    (tmp_path / "site" / "notes" / "index.html").write_text("other notes\n")  # no cache keeps the old one
    assert printed() == ["a page", "other notes"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{pages: {x: y}}", "'x' is no path"),
        ('{pages: {/: {redirect: "x y"}}}', "'x y' is no URL"),
        ("{pages: {/: {redirect: '/a\n\nEvil: 1'}}}", "is no URL"),
        ("{pages: {/: {body: a, redirect: /b}}}", "/ has both body and redirect"),
        ("{sites: [{port: 81, pages: {/: {size: 3, chunks: [a]}}}]}", "/ has both size and chunks"),
        ("{sites: [{port: 81}, {port: 81}]}", "there are two sites for every name at port 81"),
        ("{pages: {/: {headers: {Content-Length: '3'}}}}", "the server writes Content-Length itself"),
        ("{pages: {/: {headers: {'a b': c}}}}", "'a b' is no name of a header field"),
        ("{pages: {/: {status: 99}}}", "99 is too small"),
        ("{pages: {/: {methods: [BREW]}}}", "BREW"),
        ("{folder: none}", "there is no folder 'none' beside this scenario"),
        ("{folder: ..}", "'..' is not beside the scenario"),
        ("{sites: [{host: 'a:80'}]}", "'a:80' is no name of a site"),
        ("3.5", "3.5"),
    ],
)
def test_what_is_refused(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        web(text, tmp_path)
    assert message in "\n".join(problem.message for problem in caught.value.problems)
