"""Tables to plotly figures. Pure: a frame and a palette in, a figure out; nothing is looked up or computed here."""
