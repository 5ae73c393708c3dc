"""Charts in a notebook without a network: drawn by the engine that comes with civictext for the report page."""

from __future__ import annotations

import json
from hashlib import sha256
from itertools import count
from typing import Any

import altair as alt
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from civictext.report.display import Display
from civictext.report.names import LANGUAGES, Names
from civictext.resources import data_path

NAME = "civictext"
_numbers = count(1)


def offline_charts() -> Display:
    """Let altair draw with the engine inside civictext, from now on and for every chart of the notebook; no network is asked.

    Call it in a cell of its own: what it returns loads the engine (0.9 MB) into the notebook.

    Notes
    -----
    altair's default loads Vega from a server. This one draws SVG and evaluates no text as code; a chart is again a picture in a saved
    notebook only after the cells have been run. ``alt.renderers.enable("default")`` goes back.

    Examples
    --------
    >>> import altair as alt
    >>> loaded = offline_charts()
    >>> alt.renderers.active, "civictextVega" in loaded.html
    ('civictext', True)
    >>> alt.renderers.enable("default")
    RendererRegistry.enable('default')
    """
    alt.renderers.register(NAME, rendered)
    alt.renderers.enable(NAME)
    engine = data_path("web", "vega.js").read_text(encoding="utf-8")
    # in a notebook the script is a function's body: only what is put on window stays
    html = Markup("<script>{};window.civictextVega = civictextVega;</script>").format(Markup(engine))
    return Display(str(html), "")


def rendered(spec: dict[str, Any], **_: Any) -> dict[str, str]:
    """Return a chart for a notebook: an empty place, and the call that draws into it."""
    place = f"civictext-{sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()[:12]}-{next(_numbers)}"
    missing = " · ".join(Names(lang).word("plot.no_engine") for lang in LANGUAGES)
    html = Markup(
        '<div id="{0}" style="background:#fff;color:#1d2733;overflow-x:auto">{1}</div><script>(() => {{'
        'const place = document.getElementById("{0}");'
        'if (window.civictextVega) {{ place.textContent = ""; window.civictextVega.draw({2}, place); }} }})()</script>'
    ).format(place, missing, htmlsafe_json_dumps(spec))
    title = spec.get("title")
    words = str(title["text"] if isinstance(title, dict) else title or "")
    return {"text/html": str(html), "text/plain": f"<{' '.join(['chart', *words.split()])}>"}
