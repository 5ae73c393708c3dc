"""The role of an actor in a recommendation, by government: a chain of small rules, each answers or passes.

A rule takes a `Case` and returns the `RoleRow` that spoke, or None for "not mine"; a new rule is one function and one line in `RULES`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc, Token

from civictext.tag import noun_phrases as np
from civictext.tag.forms import cases, is_infinitive, is_participle, is_verb, key, may_be_dative, same_case
from civictext.tag.mentions import Mention
from civictext.tag.role_table import ANY, NO_ACTOR, RoleRow, RoleTable

SKIPPED = frozenset({"ADJ", "DET", "NUM", "ADV", "PART"})  # may stand between a preposition and its noun
SEPARATORS = frozenset({",", ";", ")"})
LACK_REACH = 3  # words between who lacks and «нужен»
MAY_REACH = 3
WISH_REACH = 4  # words between «чтобы» and its subject
INNER_SKIP = 2  # adjectives inside «при (самом активном) участии»
DASHES = frozenset({"-", "–", "—", ":"})


@dataclass(frozen=True)
class Case:
    """A mention with what surrounds it: the stretch it stands in and the mention before it with its role."""

    doc: Doc
    start: int
    end: int
    mention: Mention
    table: RoleTable
    before: tuple[Mention, str] | None = None

    @cached_property
    def first(self) -> Token:
        """Head of the first conjunct: the one that stands under the governor."""
        return self.doc[self.mention.first]

    @cached_property
    def left(self) -> int:
        """Index where the first conjunct begins."""
        if self.mention.first == self.mention.head:
            return self.mention.start
        return np.left_edge(self.first, self.start)

    @cached_property
    def preposition(self) -> str:
        """Preposition right before the first conjunct, numerals and adjectives passed over; empty without one."""
        i = self.left - 1
        while i >= self.start and (self.doc[i].pos_ in SKIPPED or self.doc[i].text in np.OPEN):
            i -= 1
        return key(self.doc[i].text) if i >= self.start and self.doc[i].pos_ == "ADP" else ""

    @cached_property
    def governor(self) -> Token | None:
        """The word that governs the phrase, words of quantity passed over."""
        at, quantities = self.first, self.table.words("quantity")
        for _ in range(np.DEPTH):
            if at.head.i == at.i or not self.start <= at.head.i < self.end:
                return None
            at = at.head
            if key(at.lemma_) not in quantities and at.pos_ not in {"NUM", "ADP"}:
                return at
        return None

    @cached_property
    def neighbour(self) -> Token | None:
        """The word right before the phrase and its preposition: the governor, where the parser went astray."""
        i = self.left - 1
        while i >= self.start and self.doc[i].pos_ in SKIPPED | {"ADP"}:
            i -= 1
        return self.doc[i] if i >= self.start and (is_verb(self.doc[i]) or self.doc[i].pos_ == "NOUN") else None

    def stands_in(self, via: str, *, lenient: bool = False) -> bool:
        """Tell whether the phrase stands in a case without preposition («Dat») or after a preposition («к+»).

        `lenient` takes a form that may be a dative for one, however it is tagged.
        """
        if via.endswith("+"):
            return self.preposition in {via[:-1], via[:-1] + "о", via[:-1] + "об"}
        if self.preposition:
            return False
        if via == "Dat" and lenient and "Nom" not in self.first.morph.get("Case", []):
            return may_be_dative(self.first)
        return bool(cases(self.first) & ({"Acc", "Gen", "Nom"} if via == "Acc" else {via}))


def no_actor(case: Case) -> RoleRow | None:
    """A body that is to be created, a count."""
    return next((r for r in (words_before(case), government(case)) if r is not None and r.role == NO_ACTOR), None)


def words_before(case: Case) -> RoleRow | None:
    """«совместно с», «при участии», «на базе», «в пользу» right before the phrase."""
    for words, row in case.table.phrases:
        if row.suits(case.mention.category) and _ends_with(case, words):
            return row
    return None


def _ends_with(case: Case, words: Sequence[str]) -> bool:
    i = case.left - 1
    while i >= case.start and (case.doc[i].pos_ in SKIPPED - {"ADV"} or case.doc[i].text in np.OPEN):
        i -= 1
    skipped = 0
    for word in reversed(words):
        while i >= case.start and key(case.doc[i].text) != word and case.doc[i].pos_ == "ADJ" and skipped < INNER_SKIP:
            i, skipped = i - 1, skipped + 1
        if i < case.start or key(case.doc[i].text) != word:
            return False
        i -= 1
    return True


def label(case: Case) -> RoleRow | None:
    """«Ответственный: …», «исполнитель – …»."""
    i = case.left - 1
    if i - 1 < case.start or case.doc[i].text not in DASHES:
        return None
    words = {key(case.doc[i - 1].text), key(case.doc[i - 1].lemma_)}
    return next((r for r in case.table.of("label") if not words.isdisjoint(r.words)), None)


def opening_dative(case: Case) -> RoleRow | None:
    """«Администрации города (Иванову И. И.) до мая провести …»: a dative that opens the item, an infinitive after it."""
    if case.preposition or not may_be_dative(case.first) or case.mention.first != case.mention.head:
        return None
    verb = _next_operative(case, case.mention.end)
    new_clause = _opens_clause(case)
    if verb is None or not (new_clause or not any(is_verb(t) for t in case.doc[case.start : case.mention.start])):
        return None
    after_partner = case.before is not None and case.before[1] == "partner"
    opens = (
        after_partner
        or _continues_datives(case)
        or new_clause
        or all(t.pos_ in {"PUNCT", "SPACE", "NUM", "SYM"} for t in case.doc[case.start : case.left])
    )
    under_verb = (
        case.governor is not None
        and case.governor.pos_ in {"VERB", "ADV"}
        and not is_participle(case.governor)
        and "Dat" in case.first.morph.get("Case", [])
    )
    if not (opens or under_verb or case.governor is None):
        return None
    gives = _first_row(case, "giving", _next_infinitive(case, case.mention.end))
    return gives or next(r for r in case.table.of("modal") if r.via == "Dat")


def _opens_clause(case: Case) -> bool:
    """«…; [администрации] – содействовать», «…, а [совету] – обеспечить»: a dative between a new clause and its dash."""
    following = case.doc[case.mention.end] if case.mention.end < case.end else None
    before = case.doc[case.left - 1] if case.left > case.start else None
    if following is None or before is None or following.text not in DASHES - {":"}:
        return False
    return before.text == ";" or key(before.text) in case.table.words("contrast")


def _first_row(case: Case, kind: str, verb: Token | None) -> RoleRow | None:
    """Return the row of a kind that knows a verb and speaks of the mention's category."""
    rows = case.table.of(kind) if verb is not None else []
    return next((r for r in rows if verb and key(verb.lemma_) in r.words and r.suits(case.mention.category)), None)


def _next_infinitive(case: Case, start: int) -> Token | None:
    return next((t for t in case.doc[start : case.end] if is_infinitive(t)), None)


def lacking(case: Case) -> RoleRow | None:
    """«Школам нужен автобус», «матерям, (желающим работать), некуда отдать ребёнка»: who lacks something is not asked to act."""
    if case.preposition or not may_be_dative(case.first):
        return None
    after = _past_insertion(case, case.mention.end)
    near = [*case.doc[after : min(after + LACK_REACH, case.end)], *([case.governor] if case.governor else [])]
    return next((r for r in case.table.of("lacking") if any(key(t.text) in r.words for t in near)), None)


def _past_insertion(case: Case, start: int) -> int:
    """Return the index behind a stretch between commas that begins at `start`, `start` where none does."""
    if start >= case.end or case.doc[start].text != ",":
        return start
    return next((t.i + 1 for t in case.doc[start + 1 : case.end] if t.text == ","), start)


def _continues_datives(case: Case) -> bool:
    """Tell whether the phrase stands in a list that an unknown dative opens: «Лесничим, [школам] …»."""
    opening = next((t for t in case.doc[case.start : case.left] if t.pos_ in {"NOUN", "PROPN", "ADP", "PRON"}), None)
    if (
        opening is None
        or opening.pos_ not in {"NOUN", "PROPN"}
        or cases(opening) != {"Dat"}
        or cases(case.first) != {"Dat"}
    ):
        return False
    return _chains(case, case.doc[case.left - 1])


def _chains(case: Case, token: Token) -> bool:
    return token.text in SEPARATORS or key(token.text) in case.table.words("chain")


def _next_operative(case: Case, start: int) -> Token | None:
    modal = case.table.words("modal")
    for token in case.doc[start : case.end]:
        if is_infinitive(token) or key(token.lemma_) in modal:
            return token
    return None


def modal(case: Case) -> RoleRow | None:
    """«органам власти необходимо …», «администрация должна …»."""
    governor = case.governor
    for row in case.table.of("modal"):
        if not case.stands_in(row.via, lenient=True) or not row.suits(case.mention.category):
            continue
        words = {key(governor.lemma_), key(governor.text)} if governor is not None else set()
        following = next(
            (t for t in case.doc[case.mention.end : case.end] if t.pos_ not in {"PUNCT", "ADV", "PART", "AUX"}), None
        )
        beside = {key(following.lemma_), key(following.text)} if following is not None else set()
        if row.via == "Nom" and case.first.morph.get("Case", []) not in (["Nom"], []):
            continue
        if not row.words.isdisjoint(words | beside):
            return (_first_row(case, "receiving", _obliged_to(case)) if row.via == "Nom" else None) or row
    return None


def _obliged_to(case: Case) -> Token | None:
    """Return the infinitive of an obligation: «жители должны | получать …», «должны | быть включены жители»."""
    governor = case.governor
    start = min(case.mention.end, governor.i) if governor is not None else case.mention.end
    return _next_infinitive(case, start)


def may(case: Case) -> RoleRow | None:
    """«Предприниматели могли бы …», «дума вправе …»: a mild way to ask a body."""
    if case.preposition or "Nom" not in cases(case.first):
        return None
    following = case.doc[case.mention.end : min(case.mention.end + MAY_REACH, case.end)]
    row = next((r for r in case.table.of("may") if r.suits(case.mention.category)), None)
    said = row and any(key(t.lemma_) in row.words or key(t.text) in row.words for t in following)
    return row if said and any(t.lower_ in case.table.words("mild") for t in following) else None


def wished_subject(case: Case) -> RoleRow | None:
    """«Необходимо, чтобы власти города …»: the subject of a clause of wish is asked, where it is a body that can act."""
    if case.first.dep_ not in {"nsubj", "nsubj:pass"}:
        return None
    row = next((r for r in case.table.of("wish") if r.suits(case.mention.category)), None)
    between = case.doc[max(case.start, case.left - WISH_REACH) : case.left]
    link = next((t.i for t in between if row and key(t.text) in row.words), None)
    return row if link is not None and _wishes(case, link) else None


def _wishes(case: Case, link: int) -> bool:
    """Tell whether a word of wish opens the clause of «чтобы»: «необходимо, чтобы», but not «убрать, чтобы»."""
    before = case.doc[max(case.start, link - WISH_REACH) : link]
    return any(key(w) in case.table.words("wishing") for t in before for w in (t.lemma_, t.text))


def agent(case: Case) -> RoleRow | None:
    """«Разработка администрацией города программы», «правительством должен быть разработан …»: the one who acts."""
    governor = case.governor
    if governor is None or case.preposition or case.first.morph.get("Case", []) != ["Ins"]:
        return None
    nominal = governor.pos_ == "NOUN" and governor.i < case.mention.start and governor.i <= case.start + 1
    short = "Short" in governor.morph.get("Variant", []) or not is_participle(governor)
    passive = short and ("Pass" in governor.morph.get("Voice", []) or key(governor.lemma_) in case.table.words("modal"))
    if not (nominal or passive):
        return None
    return next((r for r in case.table.of("agent") if r.suits(case.mention.category)), None)


def government(case: Case) -> RoleRow | None:
    """The governing verb or noun and the case or preposition it asks for."""
    tried = [case.governor, case.neighbour]
    if case.governor is not None and case.governor.pos_ == "NOUN" and case.governor.i > case.left:
        tried.reverse()  # a genitive follows its noun: «грамотность | предпринимателей силами палаты»
    for at in (case.governor, case.neighbour) if case.preposition else ():
        while at is not None and at.pos_ == "NOUN" and at.head.i != at.i:
            at = at.head  # «сотрудничество библиотек | с волонтёрами» hung on the wrong noun
            tried.append(at)
    return next((row for g in tried if g is not None and (row := _governed(case, g)) is not None), None)


def _governed(case: Case, governor: Token) -> RoleRow | None:
    lemma, category = key(governor.lemma_), case.mention.category
    if is_verb(governor) or is_participle(governor):
        kinds = ["converb"] if "Conv" in governor.morph.get("VerbForm", []) else []
        kinds.append("verb")
    else:
        kinds = ["noun"]
    for kind in kinds:
        for row in case.table.of(kind):
            if lemma not in row.words and ANY not in row.words:
                continue
            if row.role == NO_ACTOR and kind == "noun" and "Plur" in governor.morph.get("Number", []):
                continue  # «организации» in the plural are bodies, no making of something
            asked = row.rule != "appeal_in" or _asks_with_a_noun(case)
            if row.role == "addressee" and is_participle(governor) and "Short" not in governor.morph.get("Variant", []):
                continue  # «норм, обязывающих | ректоров …»: the norms oblige, nobody is asked here
            if row.via == "Acc" and _is_subject(case):
                continue
            if asked and row.suits(category) and case.stands_in(row.via, lenient=ANY not in row.words):
                return row
    return None


def _is_subject(case: Case) -> bool:
    """«[Жители] просят …»: a nominative that the parser takes for the subject of a finite verb is no object."""
    governor = case.governor
    finite = governor is not None and not {"3", "Third"}.isdisjoint(governor.morph.get("Person", []))
    return finite and case.first.dep_.startswith("nsubj") and "Nom" in cases(case.first)


def _asks_with_a_noun(case: Case) -> bool:
    """Tell whether the sentence names the asking: «обратиться в думу с предложением», not «обращаться за справкой в думу»."""
    return any(key(t.lemma_) in case.table.words("asking") for t in case.doc[case.start : case.end])


def coordination(case: Case) -> RoleRow | None:
    """A phrase that continues a list has the role of the list: «…, [главам районов] и [школам]»."""
    if case.before is None:
        return None
    previous, role = case.before
    gap = case.doc[previous.end : case.mention.start]
    heads = case.doc[previous.head], case.doc[case.mention.head]
    asked = role == "addressee" and not case.preposition and all(may_be_dative(t) for t in heads)
    if not (asked or same_case(*heads)) or not len(gap):
        return None
    depth = 0
    for token in gap:
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and not _chains(case, token):
            return None
    return RoleRow("coordination", "category", frozenset(), "", role, frozenset(), "")


def preposition(case: Case) -> RoleRow | None:
    """«для», «в», «на» where nothing stronger spoke."""
    rows = case.table.of("preposition")
    return next((r for r in rows if case.preposition in r.words and r.suits(case.mention.category)), None)


def category(case: Case) -> RoleRow | None:
    """What remains: people and their organisations are meant to profit, bodies are mentioned."""
    animate = "Anim" in case.first.morph.get("Animacy", [])
    rows = (r for r in case.table.of("category") if r.suits(case.mention.category))
    holds = {"anim": animate, "Ins": case.first.morph.get("Case", []) == ["Ins"] and not case.preposition}
    return next(r for r in rows if holds.get(r.via, True))


RULES: tuple[Callable[[Case], RoleRow | None], ...] = (
    no_actor,
    words_before,
    label,
    lacking,
    opening_dative,
    coordination,
    modal,
    may,
    wished_subject,
    agent,
    government,
    preposition,
    category,
)


def decide(case: Case) -> RoleRow:
    """Return the row that gives a mention its role; the last rule always answers."""
    return next(row for row in (rule(case) for rule in RULES) if row is not None)
