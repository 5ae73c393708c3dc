"""Lead-ins, headings and scope, with the real annotation."""

import pytest

import civictext.pipeline
from civictext.records import Block
from civictext.segment.headings import addressee_passage, is_addressee_heading
from civictext.segment.items import find_candidates
from civictext.segment.leadins import announces
from civictext.segment.lines import make_lines


@pytest.fixture(scope="module")
def annotate():
    keep = {"civictext_sentencizer", "civictext_slovnet", "civictext_lemmatizer"}
    nlp = civictext.pipeline.load(exclude=sorted(set(civictext.pipeline.FACTORIES) - keep))

    def call(text):
        doc = nlp(text)
        return doc, [Block.from_dict(b) for b in doc._.blocks]

    return call


def one_line(annotate, text):
    return make_lines(*annotate(text))[0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Участники встречи РЕШИЛИ:", "ask"),
        ("Заслушав доклады и отмечая трудности, совет рекомендует:", "ask"),
        ("Считаем необходимым:", "ask"),
        ("План мероприятий:", "ask"),
        ("Обращаемся к губернатору с просьбой:", "ask"),
        ("Выявлены следующие проблемы:", "finding"),
        ("Ожидаемые результаты:", "finding"),
        ("На форуме работали секции:", "agenda"),
        ("К рискам следует отнести:", "finding"),
        ("Можно выделить три направления:", "finding"),
        ("Необходимо выделить средства на:", "ask"),
        ("Приложения:", "annex"),
        ("В сфере культуры:", None),
    ],
)
def test_announces(annotate, text, kind):
    assert announces(one_line(annotate, text)) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Министерству спорта края:",
        "Главам районов и директорам школ:",
        "К органам власти области:",
        "В адрес правительства края:",
        "Администрация города:",
        "ДОСААФ и юнармейским отрядам:",
        "Комитету по делам молодёжи (Н. П. Седова):",
    ],
)
def test_addressee_headings(annotate, text):
    assert is_addressee_heading(one_line(annotate, text))


@pytest.mark.parametrize(
    "text", ["В сфере культуры:", "Участники конференции:", "Рекомендации слушаний:", "О работе клубов:"]
)
def test_other_headings(annotate, text):
    assert addressee_passage(one_line(annotate, text)) is None


def test_the_body_that_asks_stays_outside_the_heading(annotate):
    line = one_line(annotate, "Участники слушаний рекомендуют главе района и школам:")
    assert addressee_passage(line).text == "рекомендуют главе района и школам"


def scopes(annotate, text):
    doc, blocks = annotate(text)
    found = [c for c in find_candidates(doc, blocks) if c.kind != "text"]
    names = lambda p: p.text if p else None  # noqa: E731
    return [(c.line.text, names(c.heading), names(c.section), names(c.parent)) for c in found]


def test_a_section_before_addressees_ends_with_the_next_section(annotate):
    text = (
        "Форум рекомендует:\nВ сфере спорта:\nШколам:\n– открыть залы.\nКлубам:\n– провести турнир.\n"
        "В сфере культуры:\n– создать хор."
    )
    assert scopes(annotate, text) == [
        ("открыть залы.", "Школам", "В сфере спорта", None),
        ("провести турнир.", "Клубам", "В сфере спорта", None),
        ("создать хор.", None, "В сфере культуры", None),
    ]


def test_an_addressee_before_sections_holds_over_them(annotate):
    text = "Форум рекомендует:\nШколам:\nВ сфере спорта:\n– открыть залы.\nВ сфере культуры:\n– создать хор."
    assert scopes(annotate, text) == [
        ("открыть залы.", "Школам", "В сфере спорта", None),
        ("создать хор.", "Школам", "В сфере культуры", None),
    ]


def test_an_introducing_item_is_the_parent_of_its_items(annotate):
    text = "Совет решил:\n1. Провести в мае:\nа) субботник;\nб) смотр дворов.\n2. Школам:\nа) убрать парк."
    assert scopes(annotate, text) == [
        ("субботник;", None, None, "Провести в мае"),
        ("смотр дворов.", None, None, "Провести в мае"),
        ("убрать парк.", "Школам", None, None),
    ]


def test_a_page_number_inside_an_item_stays_out_of_its_stretches(annotate):
    doc, blocks = annotate("Совет решил:\n1. Провести смотр дворов и\n7\nнаградить лучших старост.\n2. Открыть клуб.")
    first, second = [c for c in find_candidates(doc, blocks) if c.kind != "text"]
    assert [doc.text[s:e] for s, e in first.spans] == ["Провести смотр дворов и", "наградить лучших старост."]
    assert second.line.text == "Открыть клуб."
