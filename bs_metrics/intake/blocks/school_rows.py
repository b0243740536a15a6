"""What the names of schools say of their rows: which known school each is, and of which level."""

from collections.abc import Collection, Mapping

import pandas as pd

from bs_metrics.contract.columns import Cells
from bs_metrics.contract.findings import Asked
from bs_metrics.intake.blocks.block import TableBlock
from bs_metrics.intake.vocabulary.school_names import KIND, schools_in
from bs_metrics.intake.vocabulary.vocabulary import Vocabulary
from bs_metrics.text import canonical

LEVEL = "level_of_school"  # kind of the questions
_NAMED = 3  # in one finding


def take_known_names(
    block: TableBlock, frame: pd.DataFrame, cells: Mapping[str, Cells], vocabulary: Vocabulary
) -> None:
    """Give schools of the current data the names that they have there, which is told once, and ask where several may
    be meant."""
    names = vocabulary.schools
    known = set(vocabulary.frame("schools")["name"].dropna())
    heading, taken = block.table.columns["name"].heading, dict[int, str]()
    for number, school in enumerate(schools_in(frame)):
        if school is None or school.name in known:
            continue
        answer = names.answers.get(school.name)
        if answer and answer in {school.name, *known}:  # an answer may be older than the data
            taken[number] = answer
            continue
        found = names.known_as(school)
        if len(found) == 1:
            taken[number] = found[0]
        elif found:
            asked = Asked(KIND, school.name, (*found, school.name))
            place = cells["name"].at(number)
            block.tell("which_school", *place, heading, asked, value=school.name, known=", ".join(found))
    written = {number: canonical(str(frame["name"].iloc[number])) for number in taken}
    other = [number for number, name in taken.items() if written[number] != name]
    if not other:
        return
    frame.loc[frame.index[list(taken)], "name"] = list(taken.values())
    shown = "; ".join(f"{written[number]} → {taken[number]}" for number in other[:_NAMED])
    more = {"count": str(len(other)), "shown": shown + ("; …" if len(other) > _NAMED else "")}
    block.tell("schools_as_known", *cells["name"].at(other[0]), heading, value=written[other[0]], **more)


def take_results(frame: pd.DataFrame) -> None:
    """Give the schools of which only the level of the standard is stated the result that it means; so what describes
    another one goes."""
    level = frame["standard_level"]
    by_level = (level >= 1).map({True: "met", False: "not_met"}).astype(frame["result"].dtype)
    frame["result"] = frame["result"].fillna(by_level.where(level.notna()))


def settle_levels(
    block: TableBlock, frame: pd.DataFrame, cells: Mapping[str, Cells], vocabulary: Vocabulary
) -> set[int]:
    """Where the title or a section gives the level, and the name of a school that is not known so says another: several
    levels are taken from the name, which is warned of; any other is asked. The rows, by number."""
    column, settled = block.table.columns["level"], set[int]()
    own = {meant.column.name for meant in block.meaning.columns.values()} | {block.meaning.ticked}
    if "level" not in cells or "level" in own:
        return settled
    words, names, answers = vocabulary.words.lists[column.type], vocabulary.schools, vocabulary.choices.answers(LEVEL)
    for number, school in enumerate(schools_in(frame)):
        said = names.level_in(school.name) if school else None
        if school is None or said in (None, school.level) or school.level is None or names.known_as(school):
            continue
        settled.add(number)
        place = (*cells["name"].at(number), column.heading)
        shown = {"own": words.word(str(said), "vi"), "level": words.word(school.level, "vi")}
        asked, level = Asked(LEVEL, school.name, tuple(words.words)), str(said)
        if (answer := answers.get(asked.written)) in words.words:
            level = str(answer)
            chosen = words.word(level, "vi")
            block.tell("reading_chosen", *place, asked, value=" · ".join(shown.values()), chosen=chosen)
        elif said in names.of_several:
            block.tell("several_by_name", *place, value=school.name, **shown)
        else:
            block.tell("which_level", *place, asked, value=school.name, **shown)
        frame.loc[frame.index[number], "level"] = level
    return settled


def take_levels(
    block: TableBlock,
    frame: pd.DataFrame,
    cells: Mapping[str, Cells],
    vocabulary: Vocabulary,
    settled: Collection[int] = (),
) -> None:
    """Give the schools that no column, title or known row gives a level the one that their names say, which is told
    once; warn of each whose name says another, but for rows that were `settled`."""
    words, column = vocabulary.words.lists["school_level"], block.table.columns["level"]
    levels = [vocabulary.schools.level_in(name) if isinstance(name, str) else None for name in frame["name"]]
    said = pd.Series(levels, frame.index, dtype=frame["level"].dtype)
    taken = frame.index[frame["level"].isna() & said.notna()]
    if len(taken) and "level" not in cells:
        frame.loc[taken, "level"] = said[taken]
        place = (*cells["name"].at(taken[0]), column.heading)
        block.tell("level_by_name", *place, value=frame["name"][taken[0]], cells=str(len(taken)))
    several = vocabulary.schools.of_several
    odd = frame["level"].notna() & said.notna() & (frame["level"] != said) & ~frame.index.isin(frame.index[[*settled]])
    for number in frame.index[odd & ~frame["level"].isin(several) & ~said.isin(several)]:
        place = (*cells["name"].at(number), column.heading)
        shown = {"own": words.word(said[number], "vi"), "level": words.word(frame["level"][number], "vi")}
        block.tell("level_not_of_name", *place, value=frame["name"][number], **shown)
