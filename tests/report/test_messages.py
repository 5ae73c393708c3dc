from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import civictext
from civictext.report.messages import catalogue, translated

PACKAGE = Path(civictext.__file__).parent
#: modules whose sentences about files stand in the tables
SPEAKING = [*sorted((PACKAGE / "read").glob("*.py")), *(PACKAGE / f"{n}.py" for n in ("analysis", "documents", "corrections", "correction_values"))]  # fmt: skip
RUSSIAN = re.compile("[а-яё]", re.IGNORECASE)


def said(path: Path) -> list[str]:
    """Return the sentences that a module can say, a value in them as «7»: literals of Russian words that end as sentences do."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner = {id(v) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for v in ast.walk(n) if v is not n}
    docs = {id(n.body[0].value) for n in ast.walk(tree) if hasattr(n, "body") and isinstance(n.body, list) and n.body and isinstance(n.body[0], ast.Expr)}  # fmt: skip
    out = []
    for node in ast.walk(tree):
        if id(node) in inner | docs or not isinstance(node, ast.Constant | ast.JoinedStr):
            continue
        parts = node.values if isinstance(node, ast.JoinedStr) else [node]
        text = "".join(str(p.value) if isinstance(p, ast.Constant) else "7" for p in parts)
        if re.search(r"[а-яё]{3}.* .*[а-яё]{2}.*\.$", text, re.IGNORECASE) and not re.search(r"[\\|?*^]", text):
            out.append(text)
    return out


@pytest.mark.parametrize("path", SPEAKING, ids=lambda p: p.stem)
def test_every_sentence_about_a_file_has_its_english(path: Path) -> None:
    left = [text for text in said(path) if RUSSIAN.search(re.sub("«[^»]*»", "", translated(text.strip(), "en")))]
    assert [t for t in left if not t.startswith(" Похожа")] == []


def test_the_search_for_sentences_finds_them() -> None:
    assert sum(len(said(path)) for path in SPEAKING) > 60


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_a_message_keeps_its_values(code: str) -> None:
    values = [f"x{n}.docx" for n in range(3)]
    fill = lambda lang: re.sub(r"\{(\d)\}", lambda m: values[int(m[1])], catalogue()[code][lang])  # noqa: E731
    assert translated(fill("ru"), "en") == fill("en")


def test_a_message_inside_a_message_is_put_too() -> None:
    text = "metadata.csv, строка 3: дата «вчера» не понята; пишите 2024-05-31 или 31.05.2024."
    assert (
        translated(text, "en")
        == "metadata.csv, line 3: date “вчера” is not understood; write 2024-05-31 or 31.05.2024."
    )
    text = "файл слишком велик после распаковки: в архиве 90000 частей."
    assert translated(text, "en") == "the file is too large once unpacked: the archive has 90000 parts."
