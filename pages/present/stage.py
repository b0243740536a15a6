"""A stage: what its criteria set asks for, block by block."""

from bs_metrics.measures.sets import stage_sets
from bs_metrics.views.ratio_tables import set_headlines
from bs_metrics.views.sets.blocks import blocks_of
from ui.drawn.blocks import stage_verdict
from ui.link import address
from ui.page import open_page
from ui.show import set_missing
from ui.stage import draw

page = open_page("criteria_sets", "criteria", "results", "measures", "reported_totals", "targets", "units")
declared = next((one for one in page.kept(stage_sets, page.tables) if one.address == address()), None)
blocks = page.kept(blocks_of, page.tables, page.ratios, declared.id) if declared else []
if declared is None or not blocks:
    set_missing(page, page.entries[address()].title, "criteria")
page.head(set_headlines(page.ratios, declared, page.language))
stage_verdict(page, declared.address)
draw(page, declared, blocks)
