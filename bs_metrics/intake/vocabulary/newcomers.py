"""A row that is new only because its name is written otherwise: THCS A beside Trường THCS A.

Names are never matched for being close. But a second school of nearly the same name changes a figure, so it is asked.
"""

from collections.abc import Callable

import pandas as pd

from bs_metrics.contract.findings import Finding, Place, finding
from bs_metrics.contract.schema import Table, schema
from bs_metrics.contract.tables import Tables
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.text import spelled

_NAMED = 3  # current names told in one finding


def close_newcomers(
    frames: dict[str, pd.DataFrame], current: Tables, vocabulary: Vocabulary, cell_of: Callable[[str, str, int], str]
) -> list[Finding]:
    """A warning for each new row of a table known by name, where one name has all the words of the other.

    Abbreviations of the table's closed lists count as their words (TH as tiểu học). `cell_of` gives the address of a
    column's cell in the n-th row of a table.
    """
    findings = []
    for name, frame in frames.items():
        table = schema().tables[name]
        key = table.columns[table.key[0]]
        if len(table.key) > 1 or key.type != "text" or name not in current.frames:
            continue
        there = current[name][current[name][key.name].notna()]
        left = [
            (row, _words(row[key.name], table, vocabulary))
            for _, row in there[~there[key.name].isin(frame[key.name])].iterrows()
        ]
        is_new = frame[key.name].notna() & ~frame[key.name].isin(there[key.name])
        for number in is_new.to_numpy().nonzero()[0] if left else []:
            row = frame.iloc[number]
            written, own = row[key.name], _words(row[key.name], table, vocabulary)
            close = [
                other[key.name]
                for other, said in left
                if (own <= said or said <= own) and _may_be_one(row, other, table)
            ]
            if close:
                place = Place(
                    row["origin_file"], row["origin_sheet"], cell_of(name, key.name, int(number)), key.heading
                )
                named = ", ".join(close[:_NAMED])
                findings.append(finding("close_to_known", place, value=written, table=name, suggestions=named))
    return findings


def respelled(frames: dict[str, pd.DataFrame], key_cell: Callable[[str, int], str]) -> list[Finding]:
    """An error for each row of a table known by name that stood before with its tone mark on the other vowel."""
    findings = []
    for name, frame in frames.items():
        table = schema().tables[name]
        key = table.key[0]
        if len(table.key) > 1 or table.columns[key].type != "text":
            continue
        written = frame[key].dropna()
        forms = written.map(spelled)
        for number in forms.index[forms.duplicated() & ~written.duplicated()]:
            row, first = frame.loc[number], frame.loc[forms.index[forms == forms[number]][0]]
            place = Place(row["origin_file"], row["origin_sheet"], key_cell(name, int(number)))
            earlier = str(first["origin_row"])
            findings.append(finding("key_twice", place, value=row[key], table=name, first=earlier))
    return findings


def _may_be_one(row: pd.Series, other: pd.Series, table: Table) -> bool:
    """Whether nothing that both rows point at, such as the commune, tells them apart."""
    pointing = [column.name for column in table.columns.values() if column.references]
    return all(pd.isna(row[name]) or pd.isna(other[name]) or row[name] == other[name] for name in pointing)


def _words(name: str, table: Table, vocabulary: Vocabulary) -> frozenset[str]:
    """The words of a name, abbreviations written out."""
    listed = [column for column in table.columns.values() if column.type in schema().lists]
    words: list[str] = []
    for word in name.split():
        meant = next(((column, code) for column in listed if (code := vocabulary.words.listed(column, word))), None)
        words += spelled(schema().lists[meant[0].type].word(meant[1], "vi") if meant else word).split()
    return frozenset(words)
