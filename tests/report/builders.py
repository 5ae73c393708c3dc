"""Small tables for the tests of the report, composed here."""

from __future__ import annotations

from typing import Any

from civictext.tables import Tables

TEXTS = {
    "aaaa": ["Создать ресурсный центр для НКО.", "Провести форум молодёжи до 1 сентября 2019 года."],
    "bbbb": ["Открыть центр поддержки НКО."],
}
META = {
    "aaaa": {"source": "пермь 2018.txt", "date": "2018-05-04", "region": "RU-PER", "place": "Пермь", "title": "Вместе"},
    "bbbb": {"source": "b.docx", "date": "2019", "region": "RU-TOM", "place": "Томск", "title": "Диалог"},
}


def actor(text: str, category: str, role: str, start: int | None = None) -> dict[str, Any]:
    """Return an actor; without `start` it stands in the heading."""
    end = None if start is None else start + len(text)
    place = {"start": start, "end": end, "source": "rule:test", "score": 1.0}
    return {"text": text, "lemma": text.lower(), "canonical": text.lower(), "category": category, "role": role, **place}


def action(predicate: str, kind: str, obj: str, start: int, at: int) -> dict[str, Any]:
    """Return an action whose predicate begins at `start`, its object at `at`."""
    return {
        "predicate": predicate, "type": kind, "object": obj, "object_lemma": obj, "strength": "direct",
        "start": start, "end": start + len(predicate), "object_start": at, "object_end": at + len(obj),
        "source": "rule:test", "score": 1.0, "cluster": None,
    }  # fmt: skip


def recommendation(doc_id: str, n: int, start: int, text: str, **more: Any) -> dict[str, Any]:
    """Return a recommendation without tags but those of `more`."""
    row = {
        "rec_id": f"{doc_id}#{n}", "doc_id": doc_id, "n": n, "label": f"{n}.", "text": text, "start": start,
        "end": start + len(text), "spans": [[start, start + len(text)]], "heading": None, "section": None, "parent": None,
        "page": None, "specificity": 0.5, "lemmas": text.lower(), "actors": [], "actions": [], "themes": [],
        "deadline": None, "deadline_date": None, "programs": [], "places": [], "cluster": None, "source": "rule:item",
    }  # fmt: skip
    return row | more


def theme(key: str, text: str = "", start: int = 0) -> dict[str, Any]:
    """Return a theme with one word of evidence."""
    evidence = [{"text": text, "start": start, "end": start + len(text)}] if text else []
    return {"id": key, "score": 1.0, "source": "rule:test", "evidence": evidence}


def small_tables() -> Tables:
    """Return two documents of two regions, three recommendations, one cluster, one unread input."""
    heading = actor("Администрации города", "local_government", "addressee")
    rows = [
        recommendation(
            "aaaa", 1, 0, TEXTS["aaaa"][0], heading="Администрации города", cluster=0,
            actors=[heading, actor("НКО", "nonprofits", "beneficiary", 28)],
            actions=[action("Создать", "create", "ресурсный центр для НКО", 0, 8)],
            themes=[theme("nonprofit_sector", "НКО", 28)],
        ),
        recommendation(
            "aaaa", 2, 33, TEXTS["aaaa"][1], deadline="до 1 сентября 2019 года", deadline_date="2019-09-01",
            actions=[action("Провести", "hold", "форум молодёжи", 33, 42)], themes=[theme("youth", "молодёжи", 48)],
        ),
        recommendation(
            "bbbb", 1, 0, TEXTS["bbbb"][0], cluster=0, heading="Администрации города", actors=[heading],
            actions=[action("Открыть", "create", "центр поддержки НКО", 0, 8)],
            themes=[theme("nonprofit_sector", "НКО", 24)],
        ),
    ]  # fmt: skip
    documents = [
        {
            "doc_id": doc_id, "also": [], "sha256": doc_id * 16, "text": "\n".join(TEXTS[doc_id]), "event_kind": "forum",
            "event_name": "форум", "ordinal": 2, "level": "municipal", "n_recommendations": len(TEXTS[doc_id]),
            "duplicate_of": None, "warnings": ["кодировка сомнительна"] if doc_id == "bbbb" else [], **META[doc_id],
        }
        for doc_id in TEXTS
    ]  # fmt: skip
    cluster = {
        "cluster": 0, "label": "ресурсный центр для НКО", "medoid": "aaaa#1", "size": 2, "n_documents": 2, "n_regions": 2,
        "regions": ["RU-PER", "RU-TOM"], "years": [2018, 2019], "cohesion": 0.8, "keywords": ["центр", "НКО"],
        "group": None, "theme": "nonprofit_sector", "flag": None,
    }  # fmt: skip
    error = {"source": "пустой.txt", "stage": "read", "error": "Файл пуст.", "hint": "Проверьте файл."}
    return Tables.from_rows(documents, rows, [cluster], [error], {"versions": {"civictext": "0.1.0"}})
