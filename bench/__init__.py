"""How fast the dashboard is, as ratios to bare Streamlit and bare pandas measured in the same run: `make bench`."""
