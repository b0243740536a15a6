"""Goals as rules over what may still be done, what comes of it, and whose work it is."""
