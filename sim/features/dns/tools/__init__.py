"""``dig``, ``host`` and ``nslookup``: they ask name servers, and print what comes back as those of BIND do."""
