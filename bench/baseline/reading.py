"""A page that shows one line; with `?read` it first reads the file that BENCH_FILE names, as an upload does."""

import os
from pathlib import Path

import streamlit as st

from bs_metrics.readers.read import read_sheets

if "read" in st.query_params:
    st.write(len(read_sheets(Path(os.environ["BENCH_FILE"]).read_bytes(), "a.xlsx")[0]))
st.write(sum(number * number for number in range(100_000)))
