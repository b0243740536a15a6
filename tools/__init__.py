"""What keeps the documentation true: generated tables, and pictures taken of the real app."""
