"""What the screens and the text output show, computed: no rich and no textual in here."""
