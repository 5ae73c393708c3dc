"""Those who signed a resolution are not part of a report: no names, phones, addresses."""

from __future__ import annotations

import base64
import gzip
import re
import zipfile

import pytest

import civictext

SIGNED = """РЕЗОЛЮЦИЯ
II Форума общественных инициатив
г. Пермь, 12 мая 2019 года

Участники форума рекомендуют:

Администрации города:
1. Создать ресурсный центр для некоммерческих организаций.
2. Провести ярмарку вакансий для студентов до 1 сентября 2020 года.

Председатель оргкомитета                                   Кривошеина Ангелина Борисовна
Секретарь                                                  В. П. Долгополов
тел.: +7 (342) 217-45-98, e-mail: krivosheina.forum@example.org
614000, г. Пермь, ул. Монастырская, д. 41, кв. 7
"""
PRIVATE = ("Кривошеин", "Ангелин", "Долгополов", "217-45-98", "krivosheina", "Монастырск", "614000")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return what each format of the report of a signed resolution says."""
    folder = tmp_path_factory.mktemp("signed")
    (folder / "r.txt").write_text(SIGNED, encoding="utf-8")
    analysis = civictext.analyze(folder / "r.txt")
    assert len(analysis.recommendations) == 2
    page = analysis.to_html(folder / "r.html").read_text(encoding="utf-8")
    packed = re.search('id="data">([^<]*)<', page)
    assert packed
    out = {"html": page + gzip.decompress(base64.b64decode(packed[1])).decode("utf-8")}
    out["md"] = analysis.to_markdown(folder / "r.md").read_text(encoding="utf-8")
    for name, write in (("xlsx", analysis.to_excel), ("docx", analysis.to_docx)):
        with zipfile.ZipFile(write(folder / f"r.{name}")) as parts:
            out[name] = "".join(parts.read(n).decode("utf-8", "ignore") for n in parts.namelist())
    return out


@pytest.mark.parametrize("kind", ["html", "md", "xlsx", "docx"])
def test_signatories_are_not_shown(written: dict[str, str], kind: str) -> None:
    assert [word for word in PRIVATE if word in written[kind]] == []
    assert "есурсный центр" in written[kind] or kind in {"md", "docx"}
