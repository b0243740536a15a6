"""What the tables say: ratios with bounds, gaps to targets, the pace a deadline asks for, and what is missing."""
