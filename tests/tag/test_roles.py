"""Each row of the table of government gives its own example its role."""

import re

import pytest

from civictext.tag.role_table import NO_ACTOR, load_roles

BRACKETS = re.compile(r"\[([^\]]+)\]")
HEADER = "rule,kind,words,via,role,categories,example\n"


def test_every_row_gives_its_example_its_role(ruled):
    rows = [r for r in load_roles().rows if "[" in r.example]
    doc = ruled([BRACKETS.sub(r"\1", r.example) for r in rows])
    wrong = []
    for row, actors in zip(rows, doc._.actors, strict=True):
        marked = BRACKETS.search(row.example)[1]
        roles = [a["role"] for a in actors if a["text"] == marked]
        wrong += [] if roles == ([] if row.role == NO_ACTOR else [row.role]) else [(row.rule, roles)]
    assert wrong == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a,verbs,петь,Acc,mentioned,,", "line 2: no kind 'verbs'"),
        ("a,verb,петь,Acc,singer,,", "line 2: no role 'singer'"),
        ("a,verb,петь,Acc,mentioned,singers,", "line 2: no category or group 'singers'"),
        ("a,verb,петь,Acc,mentioned,,\na,verb,есть,Acc,mentioned,,", "line 3: rule 'a' stands twice"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line(tmp_path, row, message):
    path = tmp_path / "roles.csv"
    path.write_text(HEADER + row + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(message)):
        load_roles(path)


LACKING = [
    "[Жителям посёлка](citizens:beneficiary) нужна баня.",
    "[Бабушкам](vulnerable:beneficiary), приехавшим на рынок, негде присесть.",
    "[Выпускникам вузов](youth:beneficiary) следует выплачивать подъёмные.",
    "[Пассажиры](citizens:beneficiary) должны знать расписание.",
]
CLAUSES = [
    "[Думе района](legislature:addressee) принять порядок; [администрации](local_government:addressee) – опубликовать его.",
    "[Торговые сети](business:addressee) могли бы озеленить дворы.",
    "Починить фонари, чтобы [школьники](children_families:beneficiary) не ходили в темноте.",
    "[Жители слободы](citizens:beneficiary) просят [губернатора](regional_government:addressee) открыть мост.",
]


@pytest.mark.parametrize("group", [LACKING, CLAUSES], ids=["lacking", "clauses"])
def test_who_is_asked_and_who_is_served(check, group):
    check(*group)
