"""One snapshot as files to take along: slides, report, workbook, offline page."""
