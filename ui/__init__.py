"""What several pages share of Streamlit. No rule of the field lives here: those are in `bs_metrics`."""
