"""The layers, the sizes and the places of things, read from the source itself."""

import ast
import re
from collections import Counter
from functools import cache

import pytest

from bs_metrics.contract.records import Unit
from bs_metrics.intake.folder import read_folder
from tests.conftest import ROOT
from ui.addresses import ADDRESSES

_FOLDERS = ("bs_metrics", "ui", "pages")
CODE = [*sorted(path for folder in _FOLDERS for path in (ROOT / folder).rglob("*.py")), ROOT / "app.py"]
ARCHITECTURE = ROOT / "ARCHITECTURE.md"
PAGES = sorted((ROOT / "pages").rglob("*.py"))
# Each may import those before it; figures none.
LAYERS = "contract readers intake measures snapshots access report_check views figures writers exports commands".split()
VIETNAMESE = re.compile("[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]")
BOTH_LANGUAGES = "Ngôn ngữ · Language"  # the one control that readers of either language must recognise


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path):
    """Full names of the modules that a file imports, wherever in it."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: imports are written in full"
            yield node.module


def roots(path):
    return {name.split(".")[0] for name in imported(path)}


@cache
def sentences(path):
    """Literal texts of a file that are not docstrings."""
    documented, texts = set(), []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                documented.add(first.value.lineno)
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.lineno not in documented:
            texts.append(node.value)
    return texts


def room(path):
    """The folder of the core that a file lies in, or the top folder of the rest."""
    parts = path.relative_to(ROOT).parts
    return parts[1] if parts[0] == "bs_metrics" and len(parts) > 2 else parts[0]


def length(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def test_a_module_is_short_and_says_what_it_is():
    assert [path for path in CODE if length(path) > 350] == []
    assert [path for path in CODE if path.stat().st_size and not ast.get_docstring(tree(path))] == []


def test_a_page_is_short_and_only_asks_and_shows():
    assert [path for path in PAGES if length(path) > 100] == []
    assert [path for path in PAGES if not roots(path) <= {"ui", "bs_metrics", "streamlit", "pandas"}] == []
    assert [path for path in PAGES for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)] == []


def test_the_core_knows_nothing_of_streamlit():
    assert [path.name for path in CODE if "bs_metrics" in path.parts and "streamlit" in roots(path)] == []


def test_nothing_imports_the_layers_above_it():
    above = {"app": {"app"}, "pages": {"app"}, "ui": {"app", "pages"}, "bs_metrics": {"app", "pages", "ui"}}
    for path in CODE:
        own = path.relative_to(ROOT).parts[0].removesuffix(".py")
        assert not roots(path) & above[own], path


@pytest.mark.parametrize("layer", LAYERS)
def test_inside_the_core_everything_flows_one_way(layer):
    later = LAYERS[LAYERS.index(layer) + 1 :]
    forbidden = [f"bs_metrics.{name}" for name in (LAYERS if layer == "figures" else later) if name != layer]
    for path in (ROOT / "bs_metrics" / layer).rglob("*.py"):
        wrong = [name for name in imported(path) if name.startswith(tuple(forbidden))]
        assert wrong == [], path.name


def test_the_intake_reads_blocks_with_a_vocabulary_and_not_the_other_way_round():
    allowed = {"vocabulary": ("vocabulary.",), "blocks": ("vocabulary.", "blocks.")}
    for folder, some in allowed.items():
        for path in (ROOT / "bs_metrics/intake" / folder).rglob("*.py"):
            own = [name.removeprefix("bs_metrics.intake.") for name in imported(path) if "bs_metrics.intake" in name]
            assert all(name.startswith(some) for name in own), path.name


def test_every_folder_of_the_core_has_its_place_in_the_order():
    folders = {path.parent.name for path in (ROOT / "bs_metrics").glob("*/__init__.py")}
    assert folders == {*LAYERS, "words", "commands"}


def test_figures_are_drawn_in_one_place():
    assert {room(path) for path in CODE if "plotly" in roots(path)} <= {"figures", "exports", "ui"}


def test_spreadsheets_are_read_and_written_in_one_place():
    spreadsheet = {"openpyxl", "python_calamine", "zipfile"}
    assert {room(path) for path in CODE if roots(path) & spreadsheet} <= {"contract", "readers", "writers", "exports"}
    assert {room(path) for path in CODE if roots(path) & {"python_calamine", "zipfile"}} <= {"readers", "writers"}


def holding(pattern, paths=CODE):
    """The texts in code in which a pattern is found, with their files."""
    return [(path, text) for path in paths for text in sentences(path) if pattern.search(text)]


def test_code_holds_no_vietnamese_sentence_or_place():
    said = [(path, text) for path, text in holding(VIETNAMESE) if " " in text.strip()]
    assert [each for each in said if each[1] != BOTH_LANGUAGES] == []


def test_code_holds_no_figure_of_the_district():
    figures = r"^(2/21|21/21|2/9|23/36|55/63|7/22|20/22|22/23|49/67)$|183\.?142|466[.,]8524|Binh Son"
    assert holding(re.compile(figures, re.IGNORECASE)) == []


def test_colours_are_written_in_the_theme_only():
    colour = re.compile(r"^#?[0-9a-fA-F]{6}$|#[0-9a-fA-F]{3,8}\b|rgba?\((?!0,0,0,0\))")
    cells = ROOT / "bs_metrics" / "writers" / "workbook.py"  # a cell of a workbook has no theme
    assert holding(colour, [path for path in CODE if path != cells]) == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_and_has_its_reason(name):
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line.strip() and not line.startswith(("#", "-r ")):
            assert re.fullmatch(r"[\w.-]+(\[[\w,]+\])?==[\w.]+\s+# \S.*", line), line


def test_no_module_is_a_bag_of_helpers():
    assert not {path.stem for path in CODE} & {"utils", "util", "helpers", "common", "misc"}


def test_no_room_holds_more_than_fifteen_modules():
    rooms = Counter(path.parent for path in CODE if path.name != "__init__.py")
    assert {str(room.relative_to(ROOT)): count for room, count in rooms.items() if count > 15} == {}


def test_what_the_map_of_the_code_names_is_there():
    named = re.findall(
        r"`((?:bs_metrics|ui|pages|bench|tools|data|tests)/[\w./*<>-]*)`", ARCHITECTURE.read_text("utf-8")
    )
    assert len(named) > 40
    assert [name for name in named if "<" not in name and not (ROOT / name).exists()] == []


def spoken_in_code(path):
    """Names and texts of a script, without what its docstrings say."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    owners = [node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)]
    docs = {id(node.body[0].value) for node in owners if node.body and isinstance(node.body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value
        for field in ("id", "attr", "arg", "name"):
            if isinstance(said := getattr(node, field, None), str):
                yield said.replace("_", " ")


def test_no_code_names_a_kind_of_unit_a_place_or_the_number_of_a_stage():
    """They are rows. The addresses of pages are links that people have; what is stated of a unit has its column."""
    tables = read_folder()
    kinds = {form for words in tables.lists["unit_kind"].words.values() for form in words.values()}
    places = {unit.name for unit in tables.rows(Unit)} | {"Quảng Ngãi"}
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, kinds | places))})(?!\w)", re.IGNORECASE)
    named = {
        (path.name, said)
        for path in CODE
        for said in spoken_in_code(path)
        if pattern.search(said) and said.partition("-")[0] not in ADDRESSES.values()
    }
    assert named == set()
    staged = [
        path.name
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Compare)
        and "stage" in ast.unparse(node)
        and any(isinstance(one, ast.Constant) and isinstance(one.value, int) for one in node.comparators)
    ]
    assert staged == []
