"""What a stage's page shows of its criteria set: blocks, lines to read across."""
