"""Streamlit's own program, for a dashboard that waits five seconds only for a store that is locked."""

from streamlit.web.cli import main

from bs_metrics.snapshots import database

if __name__ == "__main__":
    database.WAIT_SECONDS = 5  # more than a busy machine takes to answer
    main()
