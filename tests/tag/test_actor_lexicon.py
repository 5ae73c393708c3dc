"""Each row of the lexicon of actors names the actor of its own example; a wrong file is refused in words."""

import re
from collections import defaultdict

import pytest

from civictext.tag.actor_lexicon import DEPENDENT, NONE, Entry, load_lexicon, read_entries, read_sets

HEADER = "rule,category,head,with,without,needs,example\n"
BRACKETS = re.compile(r"\[([^\]]+)\]")


def levels(entry: Entry) -> str | None:
    return next((n.removeprefix("doc:") for n in entry.needs if n.startswith("doc:")), None)


def fires(entry: Entry, actors: list[dict], marked: str) -> bool:
    for actor in actors:
        if actor["text"] == marked:
            if entry.category == DEPENDENT:
                return actor["source"].startswith("rule:dependent.")
            return actor["category"] == entry.category and actor["source"] == f"rule:{entry.rule}"
    return False


def test_every_row_names_the_actor_of_its_example(ruled):
    by_level = defaultdict(list)
    for entry in load_lexicon().entries:
        by_level[levels(entry)].append(entry)
    silent = []
    for level, entries in by_level.items():
        doc = ruled([BRACKETS.sub(r"\1", e.example) for e in entries], **({"level": level} if level else {}))
        for entry, actors in zip(entries, doc._.actors, strict=True):
            marked = BRACKETS.search(entry.example)[1]
            named = [a["text"] for a in actors]
            ok = named == [marked] if entry.category == NONE else fires(entry, actors, marked)
            silent += [] if ok else [(entry.rule, named)]
    assert silent == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a.b,school,школа,,,,[Школе] петь.", "line 2: no category 'school'"),
        ("a.b,education,школа,@none,,,[Школе] петь.", "line 2: no set '@none'"),
        ("a.b,education,школа,,,huge,[Школе] петь.", "line 2: no condition 'huge'"),
        ("a.b,education,,,,,[Школе] петь.", "line 2: a row needs a head"),
        ("a.b,education,школа,,,,Школе петь.", "line 2: a row needs a head"),
        (
            "a.b,education,школа,,,,[Школе] петь.\na.b,education,вуз,,,,[Вузу] петь.",
            "line 3: rule 'a.b' repeats line 2",
        ),
    ],
)
def test_a_wrong_row_is_refused_with_its_line(tmp_path, row, message):
    path = tmp_path / "actors.csv"
    path.write_text(HEADER + row + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(message)):
        read_entries(path, {}, ["education"])


def test_a_set_named_twice_is_refused(tmp_path):
    path = tmp_path / "sets.csv"
    path.write_text("set,lemmas\na,б\na,в\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 3: set 'a' is repeated"):
        read_sets(path)


@pytest.mark.parametrize(
    ("words", "level"),
    [
        (["субъект", "российский", "федерация"], "regional"),
        (["муниципальный", "район", "московский", "область"], "municipal"),
        (["город", "москва"], "regional"),
        (["образование"], "none"),
        (["просвещение", "россия"], "federal"),
    ],
)
def test_level_is_told_by_the_nearest_word(words, level):
    assert load_lexicon().level(words) == level
