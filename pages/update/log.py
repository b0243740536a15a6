"""The log: who did what and when. For admins."""

from ui.page import open_page
from ui.update.log import show_log

page = open_page()
page.head(page.say("page.log"))
show_log(page)
