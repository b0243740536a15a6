"""What of the workbooks could not be read or is not there: a file of the rest says so, for absent is not zero."""

from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.words import Language, words


def lost_tables(tables: Tables) -> list[str]:
    """The tables that were held back, by name."""
    return [name for name in schema().tables if tables.is_lost(name)]


def unread(tables: Tables, language: Language) -> str:
    """One sentence naming the files that could not be opened and the sheets held back; nothing where all is read."""
    files = [finding.file for finding in tables.findings_of() if finding.sheet is None and finding.file]
    sheets = [schema().tables[name].sheet for name in lost_tables(tables)]
    named = ", ".join(dict.fromkeys([*files, *sheets]))
    return words("unread.said", language, names=named) if named else ""


def absent(tables: Tables, language: Language) -> str:
    """One sentence naming the sheets that no workbook has; nothing where all are there."""
    sheets = [finding.sheet for finding in tables.findings_of() if finding.code == "table_missing" and finding.sheet]
    return words("unread.absent", language, names=", ".join(dict.fromkeys(sheets))) if sheets else ""
