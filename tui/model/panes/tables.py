"""The tables of the device in hand, as far as the run has come."""

from functools import partial

from tui.model.panes.sheets import Sheet
from tui.model.reader.changes import counts
from tui.model.reader.player import Scene
from tui.model.reader.tables import tables
from tui.model.text import words
from tui.model.text.words import told


def tables_sheet(scene: Scene, width: int, height: int) -> Sheet:
    """All tables of the device in hand beneath each other; the first change of this step in sight."""
    player = scene.player
    basis = (scene.device, scene.cursor.world, scene.changes, scene.cursor.now, scene.names, player.glyphs)
    owner = partial(player.owner, scene.device)
    found = tables(*basis, width - 1, player.is_absolute, player.language, owner)
    changed = counts(scene.changes, scene.device)
    elsewhere = sorted({node for node, _ in scene.changes if node in player.devices} - {scene.device})
    about = f"{scene.about_device}: {changed or told(words.NO_CHANGE, player.language)}"
    if elsewhere:
        about = told(words.CHANGED_ELSEWHERE, player.language, about=about, devices=", ".join(elsewhere))
    if found.first_change < 0:
        return Sheet(found.lines, about, subject=scene.device)
    return Sheet(found.lines, about, max(0, found.first_change - 2), 3, scene.device)
