"""Figures in the page: markup, and charts that wait until they are near the screen."""
