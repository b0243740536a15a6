"""What is missing and asked of one agency as a file: a letter in the official layout, or the form to fill in."""

from bs_metrics.exports.pack import Pack
from bs_metrics.exports.report.report import written
from bs_metrics.numbers import format_count
from bs_metrics.views.report.agency import letter
from bs_metrics.views.requests.agencies import agency_named
from bs_metrics.words import Problem
from bs_metrics.writers.template import form_file

_ENDINGS = (".docx", ".xlsx")


def of_agency(pack: Pack, name: str, file: str) -> bytes:
    """The file for an agency, by the ending of its name. Raises Problem for another ending, and for an agency of which
    nothing is missing or asked.
    """
    ending = next((ending for ending in _ENDINGS if file.lower().endswith(ending)), None)
    if ending is None:
        raise Problem("requests.no_format", file=file)
    shown, language = pack.snapshot, pack.language
    if ending == ".xlsx":
        return form_file(shown, agency_named(shown, name, language).agency, language)
    return written(letter(shown, agency_named(shown, name, language, format_count), pack.version, language), pack)
