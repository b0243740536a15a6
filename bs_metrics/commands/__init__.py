"""The commands of the command line, each a module with `add` and `run`."""
