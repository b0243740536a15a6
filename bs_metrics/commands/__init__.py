"""The commands of the command line, one module each: `register` adds its options and names what runs it."""
