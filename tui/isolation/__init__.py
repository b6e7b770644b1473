"""Work in a process of its own, behind walls: what a stranger's program does there stays there."""
