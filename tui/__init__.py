"""The terminal side of hopscope: the command line and the player."""
