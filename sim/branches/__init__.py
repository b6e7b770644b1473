"""Acts upon a scenario: edits of its text, the runs that they make, how two runs differ, why something did not come."""
