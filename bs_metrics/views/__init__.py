"""What the measures say, in the reader's language: sentences, lines to read, frames to draw."""
