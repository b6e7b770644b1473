"""The drawings that belong to questions: as SVG, and in words for those who cannot see one."""
