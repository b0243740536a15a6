"""The slides of a meeting."""
