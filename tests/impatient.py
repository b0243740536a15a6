"""Streamlit's own program, for a dashboard that waits a second only for a store that is locked."""

from streamlit.web.cli import main

from bs_metrics.snapshots import database

if __name__ == "__main__":
    database.WAIT_SECONDS = 1
    main()
