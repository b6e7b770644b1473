"""Lines of styled text, and the characters that things are drawn with."""
