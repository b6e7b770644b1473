"""Which panes there are and what stands in them."""
