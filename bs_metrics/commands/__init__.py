"""The commands of the command line, one module each: `add_options` says what it takes, `run` does it."""
