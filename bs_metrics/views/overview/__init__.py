"""What only the overview says: its lines of what is missing, and what no target asks for."""
