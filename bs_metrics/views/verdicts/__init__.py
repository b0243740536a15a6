"""What is said of whether goals will be made: verdicts, paces, what holds up what."""
