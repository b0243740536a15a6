"""No English word of Streamlit's own on a page in another language: a label that a new release brings is told
here."""

from bs_metrics.words import word_list
from tests.streamlit_labels import labels as all_labels

UNREACHED = {  # why no reader of ours meets them, and which
    "the menu of who develops; client.toolbarMode is minimal": """
        Auto rerun|Clear cache|Clear caches|Edit|Get help|Record a screencast|Report a bug|Save video to disk|
        Start recording!|WebM format|Also record audio|File change.|Learn more|Button action menu|
        Due to limitations with some browsers, this feature is only supported on recent desktop versions of
        Chrome, Firefox, and Edge.|
        This will record a video with the contents of your screen, so you can easily share what you're seeing
        with others.
    """,
    "deploying an app by its developer": """
        Deploy|Deploy now|Deploy on your own hardware or cloud service|Deploy this app using...|Continue anyway|
        Deploy unlimited private apps with role-based sharing|Deploy unlimited public apps|Don't show again|
        Enterprise-level security, support, and fully managed infrastructure|Other platforms|Snowflake|Start trial|
        Explore and learn from Streamlit’s community and popular apps|For community, always free|Streamlit
        Community Cloud|
        For custom deployment |For enterprise|For personal hobbies and learning|Integrate with Snowflake’s full
        data stack|
        Next steps|Step 1|Step 2|Step 3|Set up and maintain your own authentication, resources, and costs|
        Please commit the latest changes and push to GitHub to continue.|This Git tree is in a detached HEAD state.|
        Unable to deploy|Skills installed|Couldn't install skills|Installing…
    """,
    "what Streamlit says of an exception; client.showErrorDetails is none": "Ask ChatGPT|Ask Google",
    "elements that no page has: a picture, a sound, a film, an editor, a logo, tables that are edited": """
        Add row|Alien Monster|Alt|App Logo|Audio player|Delete row(s)|Drag and drop directories here|Edit
        markdown content|
        Enter markdown text...|Happy|Logo|Markdown content|Rename|Upload directories|Video player
    """,
    "the navigation, which is always open": "View less",
}


def test_every_label_of_the_installed_streamlit_has_words_or_a_reason_to_have_none():
    unreached = {" ".join(label.split()) for listed in UNREACHED.values() for label in listed.split("|")}
    own, labels = set(word_list("streamlit.own", "en")), {label.strip() for label in all_labels()}
    assert len(labels) > 100, "the pattern finds them"
    assert sorted(labels - own - unreached) == [], "new: words for them, or a reason"
    assert sorted(unreached - labels) == [], "gone"


def test_each_has_one_word_of_its_own_in_vietnamese():
    pairs = list(zip(word_list("streamlit.own", "en"), word_list("streamlit.own", "vi"), strict=True))
    assert len({en for en, _ in pairs}) == len(pairs)
    assert [pair for pair in pairs if pair[0] == pair[1] or pair[0].count("{0}") != pair[1].count("{0}")] == []
