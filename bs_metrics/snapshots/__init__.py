"""States of the data: what one holds, where they are kept, what changed between two."""
