"""Papers as files: each module writes one format, the questions and the key apart."""
