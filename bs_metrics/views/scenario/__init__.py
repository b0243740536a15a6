"""What if and the least that makes a goal pass, in the reader's words."""
