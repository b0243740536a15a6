"""What is not known, as rows that somebody can fill in."""
