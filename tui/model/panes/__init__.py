"""Which panes there are, where they stand, and what the pages in them say."""
