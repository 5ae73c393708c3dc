"""Readable names of clusters: the phrase of a member that says most of what the members share. No grouping."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

from civictext.annotate.opencorpora import readings
from civictext.cluster.lexicon import load_learnt
from civictext.cluster.nominal import has_case, label_words, lemmas_of, verbal_noun
from civictext.cluster.phrases import MAX_LABEL, Row, bare_object, in_few_words, main_action, nominal_phrases, phrase
from civictext.cluster.words import CONTENT, WORD, content_words, fold

QUOTED = re.compile("«([^»]*)»")
#: what a phrase loses for its form and for saying too little, in the unit of the cosine; set by eye on composed commitments (development)
INFINITIVE, OBJECT_ALONE, FEW_WORDS = 0.2, 0.3, 0.35
UNSAID, HOLLOW, LITTLE, CUT, CUT_AND, VAGUE, LIST, REPEATED = 0.3, 0.3, 0.4, 0.12, 0.03, 0.12, 0.1, 0.1
#: weight (idf) that the words of an object have together where they tell a measure apart: «советов отцов», not «советов»
ENOUGH = 12.0
TYPE = 0.1
VERB = 0.25  # weight of the verb beside a noun's
RARE = 0.15  # cost of a word that no other member has beside one that all have, times two
ALONE = 0.6  # weight of a word that no other member has, in the phrase's length


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase that may name the cluster, the member that has it, and what its form costs."""

    text: str
    row: Row
    cost: float


def cluster_label(members: Sequence[Row], taken: frozenset[str] = frozenset()) -> str:
    """Return the phrase of a member that says most of what the members share.

    Parameters
    ----------
    members : sequence of rows
        Recommendations of one cluster, the medoid first.
    taken : frozenset of str
        Labels of other clusters: none of them is given again while the members have other words.

    Returns
    -------
    str
        At most `MAX_LABEL` characters; a member's text, shortened, where no member has a well-formed phrase.

    Notes
    -----
    Of two phrases that name a measure equally well the one closer to the members wins. Closeness is the cosine between the words of
    the phrase and what the other members share, words weighted by idf; a word helps while its share is above about half the mean
    share of the words already said, and costs below. A word that none shares weighs less in the phrase's length, for it may
    tell the measure apart. What the phrase's form and what it leaves unsaid cost is taken off, the share of members with its action type
    is added.
    """
    spread = _Shared(members)
    others = {_key(t) for t in taken}
    found = [c for c in _candidates(members) if _is_common(c.text, members) and _key(c.text) not in others]
    if found:
        return min(found, key=lambda c: (-round(spread.fit(c), 6), len(c.text), c.text)).text
    texts = [shorten(str(r["text"])) for r in members]
    return next((t for t in texts if t not in taken), texts[0])


def _candidates(members: Sequence[Row]) -> Iterator[Candidate]:
    """Yield each phrase once, of the first member that has it."""
    seen = set[str]()
    for row in members:
        said = [(p, 0.0) for p in nominal_phrases(row)]
        said += [(p, c) for p, c in ((phrase(row), INFINITIVE), (bare_object(row), OBJECT_ALONE)) if p]
        if len(said) == 0 and (few := in_few_words(row)):
            said.append((few, FEW_WORDS))
        said = [(p, c + _cut(p, [q for q, _ in said])) for p, c in said]
        for text, cost in said:
            if len(text) <= MAX_LABEL and text not in seen:
                seen.add(text)
                yield Candidate(text, row, cost)


def _cut(text: str, phrases: Sequence[str]) -> float:
    """Return what a phrase loses because a longer one of the same member goes on with what hangs on the last noun: «обзор | писем»."""
    following = {q[len(text) :].split()[0] for q in phrases if q.startswith(f"{text} ")}
    places = set(label_words()["places"])
    if any(w.islower() and has_case(w, "Gen") and not lemmas_of(w) & places for w in following):
        return CUT
    return CUT_AND if "и" in following else 0.0


def label_share(label: str, members: Sequence[Row]) -> float:
    """Return the share of members (0 to 1) that have at least half of the content words of the label's object."""
    words = _content_forms(label)
    said = words[1:] or words
    has = [sum(bool(w & _words_of(r)) for w in said) * 2 >= len(said) for r in members]
    return sum(has) / len(members)


def _key(label: str) -> tuple[str, ...]:
    """Return what a label says, whatever its inflection: «открытие клуба» and «открытие клубов» are one."""
    return tuple(sorted(min(forms) for forms in _content_forms(label)))


def _content_forms(text: str) -> list[frozenset[str]]:
    """Return for each content word of a text the folded normal forms of its readings."""
    return [forms for w in WORD.findall(text) if (forms := _forms(fold(w)))]


@lru_cache(maxsize=100_000)
def _forms(word: str) -> frozenset[str]:
    found = readings(word)
    if word.isdigit() or not found or found[0].upos not in CONTENT:
        return frozenset()
    return frozenset(fold(r.normal) for r in found if r.upos in CONTENT)


def _words_of(row: Row) -> set[str]:
    """Return the lemmas of a member and the other lemmas that its nouns' forms may have: «кружки» is кружок and кружка."""
    own = set(content_words(str(row.get("lemmas") or "")))
    return own.union(*(forms for w in WORD.findall(str(row["text"])) if (forms := _forms(fold(w)))))


def _is_common(text: str, members: Sequence[Row]) -> bool:
    """Return whether names, quotations, ordinals and figures of a phrase stand in most members' texts."""
    special = [
        w for w in WORD.findall(text)[1:] if (w[:1].isupper() and not w.isupper()) or any(c.isdigit() for c in w)
    ]
    special += [w for quoted in QUOTED.findall(text) for w in WORD.findall(quoted)]
    stems = {fold(w)[: max(len(w) - 3, 3)] for w in special}
    said = [fold(str(r["text"])) for r in members]
    return all(sum(s in t for t in said) * 2 > len(members) for s in stems)


class _Shared:
    """What the members of a cluster share: the share of them that has a word, and that has a type of action."""

    def __init__(self, members: Sequence[Row]) -> None:
        words = Counter(w for row in members for w in _words_of(row))
        types = Counter((main_action(row) or {}).get("type") for row in members)
        # what the others have of a member's words: a phrase shares nothing with itself
        others = max(len(members) - 1, 1)
        self.sure = 1 - 1 / others
        self.words = {w: (n - 1) / others if len(members) > 1 else 1.0 for w, n in words.items()}
        self.types = {t: n / len(members) for t, n in types.items() if t}
        learnt = load_learnt()
        self.weight = {w: float(learnt.idf.get(w, learnt.rare)) for w in words}
        # the members' own lemmas only: other readings of a form must not count twice
        own = {w for row in members for w in content_words(str(row.get("lemmas") or ""))}
        self.norm = sqrt(sum(self.weight[w] ** 2 * s * s for w, s in self.words.items() if w in own)) or 1.0

    def fit(self, candidate: Candidate) -> float:
        """Return how near the phrase is to what the members share, less what its form costs."""
        action = main_action(candidate.row) or {}
        verb = fold(str(action.get("predicate") or "").split(" ")[0])
        words = list(dict.fromkeys(_content_forms(candidate.text)[candidate.cost != OBJECT_ALONE :])) or _content_forms(
            candidate.text
        )
        weights = [min(self.weight.get(w, load_learnt().rare) for w in forms) ** 2 for forms in words]
        shares = [max(self.words.get(w, 0.0) for w in forms) for forms in words]
        own = VERB * self.weight.get(verb, load_learnt().rare) ** 2
        shares, weights = [*shares, self.words.get(verb, 0.0)], [*weights, own]
        known = sum(w * s for w, s in zip(weights, shares, strict=True))
        length = sum(w * (ALONE + (1 - ALONE) * s) for w, s in zip(weights, shares, strict=True))
        near = known / sqrt(length) / self.norm
        # where the phrase has a word that all share, a word of the few is not what the cluster is about
        # (of two members one says little about the other)
        near -= RARE * self.sure * max(shares[:-1], default=0.0) * sum(max(0.0, 0.5 - s) for s in shares[:-1])
        return (
            near + TYPE * self.types.get(action.get("type"), 0.0) - candidate.cost - _too_little(candidate.text, words)
        )


def _too_little(text: str, words: Sequence[frozenset[str]]) -> float:
    """Return what a phrase loses for what it leaves unsaid: a complement that its noun needs, or any word that tells measures apart."""
    lexicon, idf = label_words(), load_learnt().idf
    said = fold(text).split()
    head = lemmas_of(said[0]) | {fold(verbal_noun(said[0]) or "")}
    cost = VAGUE if head & set(lexicon["vague"]) else 0.0
    needed = [p for noun, p in lexicon["needs"].items() if noun in head]
    if needed and not set(said) & set(needed[0]):
        cost += UNSAID
    cost += LIST * ("," in text) + REPEATED * any(w[:4] == said[0][:4] for w in said[1:])  # «сбор сборника»
    empty = {*lexicon["hollow"], *lexicon["vague"], *lexicon["plain"]}
    if all(forms & empty for forms in words):
        cost += HOLLOW
    told = sum(min(idf.get(w, ENOUGH) for w in forms) for forms in words if not forms & empty)
    return cost + LITTLE * max(0.0, 1.0 - told / ENOUGH)


def shorten(text: str, limit: int = MAX_LABEL) -> str:
    """Return the text up to `limit` characters, cut between words and marked with an ellipsis."""
    text = " ".join(text.split()).rstrip(" .;,")
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0].rstrip(" .;,") + "…"
