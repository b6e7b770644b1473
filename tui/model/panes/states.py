"""TCP's state diagram with the ends of a connection in it."""

from tui.model.conversation.diagram import Diagram
from tui.model.panes.sheets import Sheet
from tui.model.reader.player import Scene


def states_sheet(scene: Scene, width: int, height: int) -> Sheet:
    """The state diagram of TCP with both ends of the connection in view."""
    player = scene.player
    diagram = Diagram(scene.connection, player.trace, scene.position, player.glyphs, player.language)
    lines = diagram.lines(width, height)
    return Sheet(lines, diagram.about) if diagram.row < 0 else Sheet(lines, diagram.about, max(0, diagram.row - 2), 3)
