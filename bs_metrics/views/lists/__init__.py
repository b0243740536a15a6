"""Lines that are looked through: by words, and by what the rows say of each."""
