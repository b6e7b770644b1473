"""The widgets of the screens, one a file: they paint what ``tui.model`` computes."""
