"""The commands of `python -m bs_metrics`, one a module: `add` declares the arguments, `run` does it."""
