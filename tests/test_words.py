"""The two catalogues: the same keys, the same blanks, every sentence used, every sentence there."""

import ast
import re
import string
import tomllib
import unicodedata
from functools import cache

import pytest

from bs_metrics.contract.schema import schema
from bs_metrics.words import LANGUAGES, _flat, catalogue, joined, words
from tests.conftest import ROOT

SOURCES = [path for folder in ("bs_metrics", "ui", "pages") for path in sorted((ROOT / folder).rglob("*.py"))]
SAYING = {"words", "say", "LinkRefused"}


def blanks(sentence):
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@cache
def all_nodes():
    return [node for path in SOURCES for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]


def nodes(*kinds):
    """The parts of all code that are of a kind."""
    return [node for node in all_nodes() if isinstance(node, kinds)]


@cache
def asked_for():
    """Every key that the code asks for, as a pattern: what an f-string puts in may be anything."""
    patterns = set()
    for node in nodes(ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in SAYING and node.args:
            patterns |= set(key_patterns(node.args[0]))
    return patterns


def key_patterns(node):
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(re.escape(part.value) if isinstance(part, ast.Constant) else r"\w+" for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from key_patterns(node.body)
        yield from key_patterns(node.orelse)


def strings_in_code():
    """Every literal text, for keys that are chosen first and asked for by name later."""
    return {node.value for node in nodes(ast.Constant) if isinstance(node.value, str)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_stands_in_two_files(language):
    files = sorted((ROOT / "bs_metrics" / "words" / language).glob("*.toml"))
    keys = [key for file in files for key, _ in _flat(tomllib.loads(file.read_text(encoding="utf-8")), "")]
    assert sorted(keys) == sorted(set(keys))


def test_both_languages_have_the_same_keys():
    assert set(catalogue("vi")) == set(catalogue("en"))


def test_both_languages_leave_the_same_blanks():
    for key, vi in catalogue("vi").items():
        en = catalogue("en")[key]
        if isinstance(vi, str):
            assert blanks(vi) == blanks(en) and vi.strip() and en.strip(), key
        else:
            assert len(vi) == len(en), key


def test_every_sentence_is_used():
    patterns, literals = asked_for(), strings_in_code()
    unused = [
        key
        for key in catalogue("vi")
        if key not in literals and not any(re.fullmatch(pattern, key) for pattern in patterns)
    ]
    assert unused == []


def test_what_is_put_into_a_key_is_a_word_of_the_code_or_of_a_closed_list():
    """A pattern with a blank fits any key: what stands in the blank has to come from somewhere."""
    given = strings_in_code() | {code for listed in schema().lists.values() for code in listed.words}
    given |= set(schema().tables)
    pieces = {part.value for node in nodes(ast.JoinedStr) for part in node.values if isinstance(part, ast.Constant)}
    pieces |= {f"_{text}" for text in given}
    made = {pattern for node in nodes(ast.JoinedStr) for pattern in key_patterns(node) if re.match(r"\w+\\\.", pattern)}
    patterns = [re.compile(pattern.replace(r"\w+", r"(\w+)")) for pattern in asked_for() | made]
    unused = []
    for key in set(catalogue("vi")) - given:
        fits = [found.groups() for pattern in patterns if (found := pattern.fullmatch(key))]
        if not any(all(is_made_of(text, given, pieces) for text in blank) for blank in fits):
            unused.append(key)
    assert unused == []


def is_made_of(text, given, pieces):
    """Whether a text is one of those given, or one of them with a piece of an f-string after it."""
    return text in given or any(text.endswith(piece) and text.removesuffix(piece) in given for piece in pieces if piece)


def test_no_sentence_is_missing():
    missing = [pattern for pattern in asked_for() if not any(re.fullmatch(pattern, key) for key in catalogue("vi"))]
    assert missing == []


def test_no_sentence_is_missing_where_the_keys_are_listed():
    """`words(f"column.{name}", …) for name in ("unit", "count")`: above a blank is seen, here what fills it."""
    asked = [key for loop in nodes(ast.GeneratorExp, ast.ListComp) for key in listed_keys(loop)]
    tables = [call.args for call in nodes(ast.Call) if getattr(call.func, "id", "") == "text_table"]
    for heads, _, _, *part in tables:
        asked += [f"{ast.literal_eval(part[0]) if part else 'column'}.{name}" for name in ast.literal_eval(heads)]
    assert {"column.unit", "column.time_left"} <= set(asked)
    assert [key for key in asked if key not in catalogue("vi")] == []


def listed_keys(loop):
    """The keys of sentences that a loop over written-out words asks for."""
    over = loop.generators[0]
    if not isinstance(over.iter, ast.Tuple | ast.List) or not isinstance(over.target, ast.Name):
        return
    given = [each.value for each in over.iter.elts if isinstance(each, ast.Constant)]
    for node in ast.walk(loop.elt):
        if isinstance(node, ast.JoinedStr) and re.match(r"\w+\.$", str(getattr(node.values[0], "value", ""))):
            blank = getattr(node.values[-1], "value", None) if len(node.values) == 2 else None
            if isinstance(blank, ast.Name) and blank.id == over.target.id:
                yield from (str(ast.literal_eval(node.values[0])) + each for each in given)


def test_vietnamese_letters_are_whole():
    for path in [*(ROOT / "bs_metrics").rglob("*.toml"), *SOURCES]:
        text = path.read_text(encoding="utf-8")
        assert text == unicodedata.normalize("NFC", text), path.name


def test_no_english_sentence_is_left_in_vietnamese():
    marked = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")
    own_name = {"frame.language_name"}
    assert [key for key, said in catalogue("en").items() if key not in own_name and marked.search(str(said))] == []


def test_a_missing_key_or_value_is_an_error():
    for call in (lambda: words("no.such", "vi"), lambda: words("gap.left", "vi")):
        with pytest.raises(KeyError):
            call()


def test_a_list_has_its_and_before_the_last():
    assert joined(["a", "b", "c"], "en") == "a, b and c"
    assert joined(["a"], "vi") == "a" and joined([], "vi") == ""


def test_closed_lists_and_columns_speak_both_languages():
    for listed in schema().lists.values():
        for language in LANGUAGES:
            said = [listed.word(code, language) for code in listed.words]
            assert all(said) and len(set(said)) == len(said), listed.name
    for table in schema().tables.values():
        titles = {(language, column.title(language)) for column in table.columns.values() for language in LANGUAGES}
        assert len(titles) == len(LANGUAGES) * len(table.columns), table.name
        assert all(
            set(column.notes) == set(LANGUAGES) and all(column.notes.values()) for column in table.columns.values()
        )


def test_a_word_that_was_written_before_is_still_read():
    kinds = schema().lists["note_kind"]
    assert kinds.code("Danh từ") == kinds.code(kinds.word("noun", "vi")) == "noun"
    assert "danh từ" not in kinds.cell_words and kinds.code("") is None
