"""A spreadsheet as a department sent it: what was understood, what is wrong and where, and the tables in it."""
