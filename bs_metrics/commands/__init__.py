"""The commands of the command line, one module each: `OPTIONS` are those that it takes, `run` does it."""
