"""Who may see and who may write: roles, links for those without an account, and the log of what was done."""
