"""Files beside a scenario: where a name leads to, and what is in the file."""

from collections.abc import Sequence
from pathlib import Path

from sim.programs.files import is_within
from sim.scenario.problem import ScenarioError
from sim.scenario.report import Path as Place
from sim.scenario.report import Report
from sim.scenario.source import MAX_OCTETS, read
from sim.words import listed, nearest


def find(
    file: str, place: Place, folders: Sequence[Path], report: Report, offset: int = 0, bundled: str = ""
) -> Path | None:
    """A file in the first of the folders that has it; ``None`` and a problem where there is none.

    ``bundled`` is what the message adds where further folders than the scenario's are searched.
    """
    if Path(file).is_absolute() or ".." in Path(file).parts:
        hint = "put it there, and write its name alone"
        report.wrong(place, f"{file!r} is not beside the scenario", hint, offset=offset)
        return None
    found = next((path for path in (each / file for each in folders) if is_there(path, report)), None)
    if found is not None and not any(is_within(found, each.resolve()) for each in folders):
        hint = "put the file itself there"
        report.wrong(place, f"{file!r} is a link out of the scenario's folder", hint, offset=offset)
        return None
    if found is None:
        ending = Path(file).suffix
        known = sorted({path.name for each in folders for path in each.glob(f"*{ending}") if path.is_file()})
        near = [f"{stem}{ending}" for stem in nearest(Path(file).stem, [Path(name).stem for name in known])]
        hint = f"did you mean {listed(near)}?" if near else f"put it there, or write {listed(known)}" if known else ""
        report.wrong(
            place, f"there is no file {file!r} beside this scenario{bundled}", hint or "put it there", offset=offset
        )
    return found


def is_there(path: Path, report: Report) -> bool:
    """Whether there is such a file; the report remembers what was looked for."""
    if path.is_file():
        return True
    report.files[str(path)] = None
    return False


def read_text(path: Path, report: Report) -> str | None:
    """The text of a file; ``None`` and a problem where it cannot be read."""
    try:
        text = read(path)
    except ScenarioError as error:
        report.collect(error.problems)
        return None
    report.files[str(path)] = text
    return text


def read_beside(file: str, place: Place, folder: Path | None, report: Report) -> tuple[str, str] | None:
    """The text of a file beside the scenario and its path; ``None`` and a problem where there is none."""
    found = find(file, place, [] if folder is None else [folder], report)
    text = None if found is None else read_text(found, report)
    return None if text is None else (text, str(found))


def files_in(name: str, place: Place, folder: Path | None, report: Report) -> tuple[tuple[str, bytes], ...]:
    """The files in a folder beside the scenario and below it, by their paths within it, in the order of the paths.

    There is a problem where there is no such folder, or too much in it. What begins with a dot is left out. The cache
    of scenarios knows no folders, so a scenario that names one is read anew each time.
    """
    if Path(name).is_absolute() or ".." in Path(name).parts:
        report.wrong(place, f"{name!r} is not beside the scenario", "put it there, and write its name alone")
        return ()
    found = None if folder is None else folder / name
    if folder is None or found is None or not found.is_dir() or not is_within(found, folder.resolve()):
        report.wrong(place, f"there is no folder {name!r} beside this scenario", "put it there")
        return ()
    report.files[str(found)] = ""  # a folder has no text: no cache takes this for what is there
    kept: list[tuple[str, bytes]] = []
    total = 0
    for path in sorted(found.rglob("*")):
        within = path.relative_to(found)
        if not path.is_file() or not is_within(path, found.resolve()) or any(p.startswith(".") for p in within.parts):
            continue
        total += path.stat().st_size
        if total > MAX_OCTETS:
            report.wrong(place, f"the folder {name!r} has more than {MAX_OCTETS // 2**20} MB", "name a smaller one")
            return ()
        kept.append((within.as_posix(), path.read_bytes()))
    return tuple(kept)
