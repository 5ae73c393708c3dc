import pytest

from civictext.read.labels import find_labels, parse_label


@pytest.mark.parametrize(
    ("line", "label", "rest"),
    [
        ("1. Создать совет", "1.", "Создать совет"),
        ("1.Создать совет", "1.", "Создать совет"),
        ("12) провести форум", "12)", "провести форум"),
        ("(3) провести форум", "(3)", "провести форум"),
        ("1.1. провести форум", "1.1.", "провести форум"),
        ("1.1.Провести форум", "1.1.", "Провести форум"),
        ("2.3.4 Провести форум", "2.3.4", "Провести форум"),
        ("а) школам", "а)", "школам"),
        ("1а) школам", "1а)", "школам"),
        ("IV. Вузам края:", "IV.", "Вузам края:"),
        ("II) Вузам края:", "II)", "Вузам края:"),
        ("– создать совет", "–", "создать совет"),
        ("-создать совет", "-", "создать совет"),
        ("•создать совет", "•", "создать совет"),
        ("\uf0b7 создать совет", "\uf0b7", "создать совет"),
        ("✓ создать совет", "✓", "создать совет"),
        ("📌 создать совет", "📌", "создать совет"),
        ("1. «Школа актива» провести", "1.", "«Школа актива» провести"),
    ],
)
def test_label_is_cut_from_its_item(line, label, rest):
    found = parse_label(line)
    assert found is not None
    assert (found.text, line[found.end :]) == (label, rest)


@pytest.mark.parametrize(
    "line",
    [
        "27.09.2018 г. Тверь",
        "05.06 состоялся форум",
        "10.00 – регистрация участников",
        "2019 год стал годом театра",
        "15 процентов объёма",
        "1.000 рублей",
        "1",
        "1.",
        "–",
        "II Общественный форум",
        "–5 градусов",
        "Создать совет",
        "№ 851 от 5 июня",
        "© Администрация города",
        "",
    ],
)
def test_no_label_is_seen_where_there_is_none(line):
    assert find_labels([line]) == [None]


def labels_of(*lines):
    return [(x.text, x.depth) if x else None for x in find_labels(lines)]


def test_doubtful_labels_need_neighbours():
    assert labels_of("г. Тверь", "1.5 млн рублей", "А. Петрова поблагодарили") == [None, None, None]
    assert labels_of("а. школам", "б. вузам") == [("а.", 0), ("б.", 0)]
    assert labels_of("1. Мэрии", "1.1 создать совет", "1.2 провести форум") == [("1.", 0), ("1.1", 1), ("1.2", 1)]


def test_depth_follows_the_nesting_of_styles():
    lines = ("1. Мэрии:", "– создать совет", "– провести форум", "2. Вузам:", "– открыть клуб")
    assert labels_of(*lines) == [("1.", 0), ("–", 1), ("–", 1), ("2.", 0), ("–", 1)]
    lines = ("I. Мэрии:", "1) открыть клуб:", "а) детский", "б) взрослый", "2) провести форум", "II. Вузам:")
    assert labels_of(*lines) == [("I.", 0), ("1)", 1), ("а)", 2), ("б)", 2), ("2)", 1), ("II.", 0)]


def test_list_restarts_flat_under_each_heading():
    assert labels_of("Мэрии:", "1. Создать", "2. Открыть", "Вузам:", "1. Провести") == [
        None, ("1.", 0), ("2.", 0), None, ("1.", 0),
    ]  # fmt: skip


def depths(*lines):
    stripped = [line.lstrip() for line in lines]
    return [
        x.depth if x else None
        for x in find_labels(stripped, [len(a) - len(b) for a, b in zip(lines, stripped, strict=True)])
    ]


def test_indent_nests_lists_with_the_same_sign():
    assert depths("- мэрии:", "    - клуб", "    - место", "- вузам") == [0, 1, 1, 0]
    assert depths("· клуб", " · место", "  · курсы", "· ярмарка") == [0, 0, 0, 0]
    assert depths("1. клуб", "     2. место", "3. курсы") == [0, 0, 0]
    assert depths("1) мэрии", "    1) клуб", "    2) место", "2) вузам") == [0, 1, 1, 0]


def test_a_new_list_behind_a_paragraph_is_no_inner_list():
    assert depths("- клуб", "- место", "Вузы поддержали это.", "1. курсы", "2. ярмарка") == [0, 0, None, 0, 0]
    assert depths("1. клуб", "Он нужен всем.", "2. место") == [0, None, 0]


def test_numbers_without_a_sign_count_in_sequence_only():
    assert labels_of("1 Создать клуб", "2 Найти место") == [("1", 0), ("2", 0)]
    assert labels_of("3 НКО получили гранты", "Форум окончен") == [None, None]
    assert labels_of("12 июня", "13 июня") == [None, None]
