"""What is asked of each agency: what is missing, what is not known, and the form to fill in."""
