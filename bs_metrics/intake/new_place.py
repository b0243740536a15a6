"""The tables of a place that begins: its own unit, the criteria sets in force, and measures that count them."""

from collections.abc import Iterator
from datetime import date

import pandas as pd

from bs_metrics.contract.columns import ORIGIN, empty_frame
from bs_metrics.contract.records import CriteriaSet, UnitKind
from bs_metrics.contract.schema import schema
from bs_metrics.contract.tables import Tables
from bs_metrics.intake.folder import DEFAULT_FOLDER, read_files, workbook_files
from bs_metrics.text import bare, parts_in
from bs_metrics.words import LANGUAGES, Problem, words

NATIONAL = DEFAULT_FOLDER / "national"  # sets that the default folder does not use
_OWN, _BELOW = "1", "1.1"  # codes to be overwritten
_Row = dict[str, object]


def shipped_sets() -> Tables:
    """The criteria sets of the default folder and the national ones beside it, with the kinds and levels."""
    default, national = (read_files(workbook_files(folder)) for folder in (DEFAULT_FOLDER, NATIONAL))
    names = ("criteria_sets", "criteria")
    both = {name: pd.concat([national[name], default[name]], ignore_index=True) for name in names}
    return Tables(default.frames | both, [])


def new_place(kind_name: str, day: date) -> Tables:
    """A place of a kind, as of a day: what is to be filled in says so. Raises Problem for a kind that is not known."""
    shipped = shipped_sets()
    kinds = {bare(kind.word.vi).replace(" ", "-"): kind for kind in shipped.rows(UnitKind)}  # as typed: xa, thi-tran
    if kind_name not in kinds:
        raise Problem("new.no_kind", kind=kind_name, known=", ".join(kinds))
    kind, words_of = kinds[kind_name], shipped.lists["unit_kind"]
    below = [code for code in parts_in(kind.below) if code in words_of.words]
    stages = _in_force(shipped, day, [kind.code])
    of_units = [one for one in _in_force(shipped, day, below) if one not in stages]
    kept = [one.id for one in (*stages, *of_units)]
    kept += [one.id for one in shipped.rows(CriteriaSet) if one.part_of in kept]
    sets = shipped["criteria_sets"][shipped["criteria_sets"]["id"].isin(kept)]
    order = {one.id: number for number, one in enumerate(stages, start=1)}
    measures = _measures(shipped, stages, of_units, order)
    rows: dict[str, list[_Row]] = {
        "about": list(_about(stages, day)),
        "units": [
            _unit(_OWN, kind.code, "own", words_of.word(kind.code, "vi")),
            *(_unit(_BELOW, code, "example", words_of.word(code, "vi"), _OWN) for code in below[:1]),
        ],
        "measures": [row | {"order": number} for number, row in enumerate(measures, start=1)],
    }
    frames = {name: empty_frame(table) for name, table in schema().tables.items()}
    frames |= {name: _frame(name, some) for name, some in rows.items()}
    frames |= {name: shipped[name] for name, table in schema().tables.items() if table.list}
    frames["criteria_sets"] = sets.assign(stage=sets["id"].map(order).astype("Int64")).reset_index(drop=True)
    criteria = shipped["criteria"]
    frames["criteria"] = criteria[criteria["set"].isin(kept)].reset_index(drop=True)
    return Tables(frames, [])


def _in_force(shipped: Tables, day: date, kinds: list[str]) -> list[CriteriaSet]:
    """The sets of some kinds of unit that hold on a day, and stand on their own."""
    own = [one for one in shipped.rows(CriteriaSet) if one.part_of is None and set(one.kinds) & set(kinds)]
    begun = [one for one in own if one.valid_from is None or one.valid_from <= day]
    return [one for one in begun if one.valid_to is None or day <= one.valid_to]


def _about(stages: list[CriteriaSet], day: date) -> Iterator[_Row]:
    to_fill, written = words("new.to_fill", "vi"), f"{day:%d/%m/%Y}"
    yield _said("own_unit", _OWN, words("new.own_unit", "vi", sheet=schema().tables["units"].sheet))
    yield _said("author", words("new.author", "vi"), to_fill)
    yield _said("as_of", written, words("new.as_of", "vi")) | {"confidence": "assumed"}
    if stages:
        name = stages[-1].short or stages[-1].name
        yield _said("goal", name.vi[:1].lower() + name.vi[1:], stages[-1].legal_basis.vi) | {"value_en": name.en}


def _said(key: str, value: str, source: str) -> _Row:
    return {"key": key, "value": value, "source": source}


def _unit(code: str, kind: str, said: str, word: str, parent: str | None = None) -> _Row:
    row: _Row = {"code": code, "kind": kind, "parent": parent, "confidence": "assumed"}
    return row | {"name": words(f"new.{said}_name", "vi", kind=word), "source": words(f"new.{said}_source", "vi")}


def _measures(
    shipped: Tables, stages: list[CriteriaSet], of_units: list[CriteriaSet], order: dict[str, int]
) -> Iterator[_Row]:
    """A headline for each stage, its detail where the set has items, and how many units have reached the others."""
    for declared in stages:
        of_stage = {"set": declared.id, "stage": order[declared.id]}
        by_items = declared.pass_rule == "points" and declared.official_items
        if not by_items:
            yield _measure(declared, "criteria") | of_stage | {"role": "headline"}
        if declared.official_items:
            items = _measure(declared, "items", bool(by_items)) | of_stage
            yield items | (
                {"role": "headline"} if by_items else {"role": "detail", "parent": f"{declared.id}.criteria"}
            )
    for declared in of_units:
        kind, name = shipped.lists["unit_kind"], declared.short or declared.name
        noun = {"noun": kind.word(declared.kinds[0], "vi"), "noun_en": kind.word(declared.kinds[0], "en")}
        noun["noun_en_plural"] = kind.word(declared.kinds[0], "en", 2)
        phrase = {f"phrase{ending}": (name.en if ending else name.vi) for ending in ("", "_en", "_en_plural")}
        phrase = {key: text and text[:1].lower() + text[1:] for key, text in phrase.items()}
        named = {"name": name.vi, "name_en": name.en, "counts": "units", "set": declared.id}
        condition = " = ".join((schema().tables["units"].columns["kind"].heading, noun["noun"]))
        yield {"id": f"{declared.id}.units", **named, **noun, **phrase, "filter": condition}


def _measure(declared: CriteriaSet, counts: str, is_spoken: bool = True) -> _Row:
    """A measure of a set's criteria or items; `is_spoken`: the sentence of the road tells it."""
    short = declared.short or declared.name
    called = schema().lists["criterion_noun"]
    code = (declared.criteria_noun or "criterion") if counts == "criteria" else (declared.items_noun or "indicator")
    own, (one, many) = called.word(code, LANGUAGES[0]), (called.word(code, LANGUAGES[1], number) for number in (1, 2))
    nouns = {"noun": own, "noun_en": one, "noun_en_plural": many}
    name = words("new.measure", "vi", noun=own, name=short.vi[:1].lower() + short.vi[1:])
    names = {
        "name": name[:1].upper() + name[1:],
        "name_en": words("new.measure", "en", noun=many, name=short.en or short.vi),
    }
    phrases = {key.replace("noun", "phrase"): word for key, word in nouns.items()} if is_spoken else {}
    return {"id": f"{declared.id}.{counts}", **names, "counts": counts, **nouns, **phrases}


def _frame(name: str, rows: list[_Row]) -> pd.DataFrame:
    empty = empty_frame(schema().tables[name])
    return pd.DataFrame(rows).reindex(columns=[*schema().tables[name].columns, *ORIGIN]).astype(empty.dtypes)
