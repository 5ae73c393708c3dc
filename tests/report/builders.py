"""Small tables for the tests of the report, composed here."""

from __future__ import annotations

from typing import Any

from civictext.tables import Tables, rows

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


#: text that wants to be more than text
HOSTILE = (
    "<script>window.hacked = 1</script></script><!--<script>",
    '"><img src=x onerror="window.hacked = 2">',
    "=HYPERLINK(\"http://example.org\";\"да\")",
    "javascript:window.hacked=3",
    "\u202eтсол\u2066\u202e скрытое",
    "{{ 7 * 7 }} {n} {0.__class__} ${x}",
    "Ы" * 100_000,
    "конец \u2028 строки \x00 \x1b ']]>",
)  # fmt: skip


def hostile_tables() -> Tables:
    """Return tables in which every text of a document is hostile."""
    rows, documents, at = [], [], 0
    for n, text in enumerate(HOSTILE, 1):
        who = actor(text, text[:60], "addressee", at)
        rows.append(
            recommendation(
                "eeee", n, at, text, heading=text, section=text, label=text[:9], deadline=text, programs=[text],
                cluster=0 if n < 3 else None, actors=[who], actions=[action(text, "create", text, at, at)],
                themes=[theme(text[:60], text, at)],
            )
        )  # fmt: skip
        at += len(text) + 1
    meta = dict.fromkeys(("title", "event_name", "place", "region", "level", "event_kind"), HOSTILE[0])
    documents = [
        {
            "doc_id": "eeee", "source": HOSTILE[1] + ".txt", "also": [HOSTILE[0]], "sha256": "0", "text": "\n".join(HOSTILE),
            **meta, "date": "2020", "ordinal": 1, "n_recommendations": len(rows), "duplicate_of": None, "warnings": [*HOSTILE],
        }
    ]  # fmt: skip
    cluster = {
        "cluster": 0, "label": HOSTILE[0], "medoid": "eeee#1", "size": 2, "n_documents": 1, "n_regions": 2,
        "regions": [HOSTILE[0]], "years": [2020], "cohesion": 1.0, "keywords": [HOSTILE[1]], "group": None,
        "theme": HOSTILE[0], "flag": None,
    }  # fmt: skip
    errors = [{"source": text, "stage": "read", "error": text, "hint": text} for text in HOSTILE]
    return Tables.from_rows(documents, rows, [cluster], errors, {"note": HOSTILE[0]})


def many_tables(n: int = 120) -> Tables:
    """Return n recommendations of four regions and three years, some themes and addressees."""
    regions = ("RU-PER", "RU-TOM", "RU-TA", None)
    documents, rows = [], []
    for d in range(n // 10):
        text = "\n".join(f"Создать парк номер {d}-{k}." for k in range(10))
        documents.append(
            {
                "doc_id": f"d{d:03}", "source": f"{d:03}.txt", "also": [], "sha256": str(d), "text": text, "title": f"Форум {d}",
                "event_kind": "forum", "event_name": None, "ordinal": None, "date": f"{2018 + d % 3}-05-01", "place": None,
                "region": regions[d % 4], "level": None, "n_recommendations": 10, "duplicate_of": None, "warnings": [],
            }
        )  # fmt: skip
        at = 0
        for k, line in enumerate(text.split("\n")):
            who = [actor("Главе", "local_government", "addressee")] if k % 2 else []
            themes = [theme("ecology" if k % 3 else "youth")] if k else []
            rows.append(recommendation(f"d{d:03}", k + 1, at, line, themes=themes, actors=who))
            at += len(line) + 1
    return Tables.from_rows(documents, rows)


def spread_tables() -> Tables:
    """Return twelve resolutions of three regions over four years; one commitment goes from region to region, one theme grows."""
    documents, rows = [], []
    for region, start in (("RU-PER", 2018), ("RU-TOM", 2019), ("RU-TA", 2020)):
        for year in range(2018, 2022):
            doc_id = f"{region}-{year}"
            lines = ["Создать парк.", "Провести форум.", "Открыть музей."]
            meta = {
                "region": region,
                "date": f"{year}-05-01",
                "title": f"Форум {year}",
                "event_kind": "forum",
                "level": None,
            }
            documents.append(
                {
                    "doc_id": doc_id, "source": f"{doc_id}.txt", "also": [], "sha256": doc_id, "text": "\n".join(lines), **meta,
                    "event_name": None, "ordinal": None, "place": None, "n_recommendations": 3, "duplicate_of": None, "warnings": [],
                }
            )  # fmt: skip
            for n, line in enumerate(lines, 1):
                key = "ecology" if n == 1 and year > 2019 else "youth"
                at = sum(len(x) + 1 for x in lines[: n - 1])
                verb = action(line.split()[0], "create", line.split()[1].rstrip("."), at, at + len(line.split()[0]) + 1)
                who = [actor("Главе", "local_government", "addressee")] if n < 3 else []
                is_first = n == 1 and year >= start
                rows.append(
                    recommendation(
                        doc_id, n, at, line, themes=[theme(key)], actors=who, actions=[verb], cluster=7 if is_first else None
                    )
                )  # fmt: skip
    cluster = {
        "cluster": 7, "label": "создать парк", "medoid": "RU-PER-2018#1", "size": 9, "n_documents": 9, "n_regions": 3,
        "regions": ["RU-PER", "RU-TA", "RU-TOM"], "years": [2018, 2019, 2020, 2021], "cohesion": 1.0, "keywords": ["парк"],
        "group": 7, "theme": "ecology", "flag": "weak", "group_label": "создание парков и скверов", "group_theme": "ecology",
    }  # fmt: skip
    return Tables.from_rows(documents, rows, [cluster])


def grouped_tables() -> Tables:
    """Return the small tables with nine clusters in three groups of two themes and none, the first with more clusters than are shown at once."""
    tables = small_tables()
    first = rows(tables.clusters)[0]
    groups = [(10, "nonprofit_sector", "создание центров"), (20, "youth", "проведение форумов"), (30, None, "разное")]
    clusters = [
        {**first, "cluster": n, "label": f"предложение {n}", "size": 9 - n, "group": g, "group_theme": t, "group_label": label}
        for n, (g, t, label) in enumerate([groups[0]] * 7 + groups[1:])
    ]  # fmt: skip
    return Tables.from_rows(rows(tables.documents), rows(tables.recommendations), clusters)
