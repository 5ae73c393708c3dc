"""The tree of a web page: what of it is visible text and what stands around the text (menus, counters, share buttons).

All walks are loops over parents and siblings: a page nested fifty thousand deep is no danger.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from civictext.resources import data_path, read_yaml

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_MIN_MAIN = 0.4


@cache
def _furniture() -> dict[str, frozenset[str]]:
    content = read_yaml(data_path("tables", "html_furniture.yaml"))
    return {name: frozenset(content[name]) for name in ("drop", "furniture_words", "furniture_roles", "main_words")}


def name_of(node: Any) -> str:
    """Return the lower-case name of an element, an empty string for text and comments."""
    return str(node.tag or "").lower() if node.type == 1 else ""


def attribute(node: Any, name: str) -> str:
    """Return the value of an attribute, an empty string where it is absent."""
    return str(node.getattr(name, "") or "")


def _class_words(node: Any) -> set[str]:
    return {w.lower() for w in _WORDS.findall(attribute(node, "class") + " " + attribute(node, "id"))}


def _is_furniture(node: Any) -> bool:
    table = _furniture()
    name = name_of(node)
    if name in table["drop"]:
        return True
    if name in {"body", "html", "main", "article"}:
        return False
    if name == "header":  # of the page; the header of an article holds its title
        return not _has_ancestor(node, {"article", "main", "section"})
    if (
        attribute(node, "role") in table["furniture_roles"]
        or node.hasattr("hidden")
        or attribute(node, "aria-hidden") == "true"
    ):
        return True
    return bool(_HIDDEN.search(attribute(node, "style"))) or (
        name not in {"p", "li"} and bool(_class_words(node) & table["furniture_words"])
    )


def _has_ancestor(node: Any, names: set[str]) -> bool:
    node = node.parent
    while node is not None:
        if name_of(node) in names:
            return True
        node = node.parent
    return False


def walk_visible(root: Any) -> Iterator[tuple[Any, bool]]:
    """Yield (node, is it left?) in document order without recursion: deep nesting is no danger. Furniture is left out."""
    node = root
    while True:
        skip = node.type == 1 and node is not root and _is_furniture(node)
        if not skip:
            yield node, False
        child = None if skip or node.type != 1 else node.first_child
        if child is not None:
            node = child
            continue
        while True:
            if not skip and node.type == 1:
                yield node, True
            skip = False
            if node == root:
                return
            if node.next is not None:
                node = node.next
                break
            node = node.parent


def visible_length(root: Any) -> int:
    """Return the number of characters under `root` that are no furniture."""
    return sum(len(node.text.strip()) for node, left in walk_visible(root) if not left and node.type == 3)


def main_text(body: Any, whole: int) -> Any:
    """Return the smallest element that the page marks as its text, if it holds a good part of the page."""
    best, best_length = body, whole
    for selector in ("main", "[role=main]", "article"):
        found = [(n, visible_length(n)) for n in body.query_selector_all(selector)]
        found = [f for f in found if f[1] >= _MIN_MAIN * whole]
        if found:
            best, best_length = max(found, key=lambda f: f[1])
    return best if best_length else body


def all_texts(root: Any) -> Iterator[str]:
    """Yield every text of the page, furniture too, scripts not."""
    node = root
    while node is not None:
        inside = node.type == 1 and name_of(node) not in {"script", "style", "noscript", "template"}
        if node.type == 3:
            yield node.text
        following = node.first_child if inside else None
        while following is None and node is not None and node != root:
            following, node = node.next, node.parent
        node = following
