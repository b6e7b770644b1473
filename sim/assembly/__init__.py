"""Where the parts of a host or router are put together: the only place that knows them all."""
