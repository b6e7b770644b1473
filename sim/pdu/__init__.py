"""Protocol data units as values: what crosses a link, in meaning. ``sim.wire`` has their octets."""
