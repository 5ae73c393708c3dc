"""What ties two recommendations, in words for a terminal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from civictext.cluster.together import Together
from civictext.report.names import Names
from civictext.report.terminal import visible

N_REASONS = 4


def tied(link: Together, texts: Mapping[str, str], *, lang: str = "ru") -> str:
    """Return lines of text: the two texts (by rec_id), the score, words and tags in common, the weightiest reasons for and against."""
    names = Names(lang)
    lines = [f"{i}: {texts[i]}" for i in (link.first, link.second)]
    lines += ["", f"{names.word('together.score')}: {link.score:.2f}"]
    if link.words:
        lines.append(f"{names.word('together.words')}: {', '.join(link.words)}")
    if link.themes:
        lines.append(f"{names.word('together.themes')}: {', '.join(names.label('themes', t) for t in link.themes)}")
    if link.action:
        lines.append(f"{names.word('together.action')}: {names.label('actions', link.action)}")
    said: dict[str, float] = defaultdict(float)
    for kind, share in link.reasons:
        said[names.word(f"together.kind.{kind}")] += share
    for title, sign in (("together.for", 1), ("together.against", -1)):
        best = sorted((x for x in said.items() if x[1] * sign > 0.05), key=lambda x: (-abs(x[1]), x[0]))[:N_REASONS]
        if best:
            lines.append(f"{names.word(title)}: {', '.join(f'{what} ({share:+.1f})' for what, share in best)}")
    return visible("\n".join(lines))


def texts_of(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Return the text of each rec_id."""
    return {str(r["rec_id"]): str(r["text"]) for r in rows}
