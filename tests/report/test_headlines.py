from __future__ import annotations

from civictext.report.figures import Figures
from civictext.report.headlines import headlines
from civictext.report.names import Names
from civictext.tables import Tables


def sentences(tables: Tables, lang: str = "ru") -> dict[str, str]:
    names = Names(lang)
    return {h.key: h.text(names).replace("\u00a0", " ") for h in headlines(Figures(tables, names))}


def test_findings_tell_the_numbers(tables: Tables) -> None:
    assert sentences(tables) == {
        "theme": "Чаще всего говорят о теме «Некоммерческий сектор»: 2 рекомендации из 3 (67 %), в 2 регионах из 2. "
        "На втором месте – «Молодёжь» (1).",
        "addressee": "Чаще всего обращаются к адресату «Местное самоуправление»: 2 рекомендации (67 %) в 2 регионах; "
        "больше всего – по теме «Некоммерческий сектор» (2).",
        "recurring": "Шире всего повторяется предложение «ресурсный центр для НКО»: 2 рекомендации в 2 резолюциях 2 регионов.",
        "gaps": "Кому поручено, не сказано в 1 рекомендации (33 %); срок назван только в 1 (33 %).",
    }


def test_findings_come_in_english(tables: Tables) -> None:
    assert (
        sentences(tables, "en")["gaps"]
        == "1 recommendation does not say who is to act (33%); only 1 sets a deadline (33%)."
    )


def test_numbers_in_the_page_open_what_is_behind_them(tables: Tables) -> None:
    first = headlines(Figures(tables, Names("ru")))[0].html(Names("ru"))
    assert '<a href="#t?theme=nonprofit_sector">2</a>' in first


def test_no_data_no_findings() -> None:
    assert headlines(Figures(Tables.from_rows([], []), Names("ru"))) == []


def test_one_region_that_stands_apart_needs_three_resolutions(builders) -> None:
    tables = builders.many_tables()
    tables.documents.loc[tables.documents["region"] == "RU-TA", "region"] = "RU-TOM"
    for row in tables.recommendations.to_dict("records"):
        if (
            row["doc_id"] in set(tables.documents.loc[tables.documents["region"] == "RU-PER", "doc_id"])
            and row["themes"]
        ):
            row["themes"][0]["id"] = "sport"
    assert sentences(tables)["apart"].startswith(
        "Сильнее всего выделяется Пермский край: тема «sport» стоит в 27 рекомендациях из 30 (90 %)"
    )
