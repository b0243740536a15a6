"""Is a report right? What its text claims, recomputed and compared with one state of the data: findings as data."""
