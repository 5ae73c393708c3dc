"""Rules that tell a sentence which asks for something: each a named question to the syntax tree.

A rule takes the tokens of a sentence or item and answers whether it speaks. A new rule is one function and one line in `RULES`.
Every figure of speech stands with its words in ``data/lexicons/operative_cues.csv``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from spacy.tokens import Token

from civictext.segment.lexicon import lemmas
from civictext.segment.words import (
    can_be,
    is_action_noun,
    is_body,
    is_finite,
    is_infinitive,
    is_short_passive,
    matches,
    names_action,
)

Rule = Callable[[Sequence[Token]], bool]
cues = partial(lemmas, "operative_cues")
MIN_NOMINAL = 4  # tokens; «Ресурсное обеспечение» is a title
MAX_DISTANCE = 12  # tokens between a cue and its infinitive
CLAUSE_SIGNS = frozenset({",", ":", ";", "–", "—"})
CLAUSE_BREAKS = frozenset({"acl:relcl", "acl"})


def asks(tokens: Sequence[Token]) -> str | None:
    """Return the name of the first rule by which the tokens ask for something, None where none does."""
    return next((rule.__name__ for rule in RULES if rule(tokens)), None)


def modal_infinitive(tokens: Sequence[Token]) -> bool:
    """«Следует упростить порядок», «считаем нужным обсуждать», «…, что необходимо продолжить»."""
    return any(
        measure_of(t) or _later_measure(t, tokens)
        for t in tokens
        if matches(t, cues("modal")) and _impersonal(t) and not _past(t) and not _in_relative(t)
    )


def modal_clause(tokens: Sequence[Token]) -> bool:
    """«Важно, чтобы муниципалитеты поддерживали ТОС»."""
    return any(
        child.dep_ in {"ccomp", "advcl", "csubj"} and any(g.lower_ == "чтобы" for g in child.children)
        for t in tokens
        if matches(t, cues("modal")) and _impersonal(t) and not _past(t)
        for child in (*t.children, *(t.head.children if t.dep_ != "ROOT" else ()))
    )


def conditional(tokens: Sequence[Token]) -> bool:
    """«Предприниматели могли бы поставить урны»: a polite ask, unless it only qualifies a noun."""
    return any(
        t.lemma_.lower() == "мочь"
        and t.dep_ in {"ROOT", "ccomp"}
        and any(c.lower_ == "бы" for c in t.children)
        and measure_of(t)
        and _subject(t) is not None
        for t in tokens
    )


def verb_of_asking(tokens: Sequence[Token]) -> bool:
    """«Просим депутатов предусмотреть», «Форум рекомендует школам ввести», «Министерству поручено представить»."""
    return any(
        (is_finite(t) or is_short_passive(t) or _bare_infinitive(t))
        and (measure_of(t) or _asked_noun(t) or _asked_clause(t) or _later_measure(t, tokens))
        for t in tokens
        if matches(t, cues("ask")) and not _in_relative(t) and not (is_short_passive(t) and _agrees_with_subject(t))
    )


def past_demand(tokens: Sequence[Token]) -> bool:
    """«Собрание потребовало отменить»; «проект потребует усилий» is a forecast."""
    verbs = [t for t in tokens if matches(t, cues("ask_past")) and "Past" in t.morph.get("Tense", [])]
    return any(measure_of(t) or _asked_clause(t) for t in verbs if not _in_relative(t))


def speakers_ask(tokens: Sequence[Token]) -> bool:
    """«Требуем прекратить», «Выступаем за создание»: words that laws and facts use as well, so only with the speakers."""
    if any(_aimed_at(c) and names_action(c) for t in tokens if matches(t, cues("plead")) for c in t.children):
        return True
    return any(
        (_by_speakers(t) or _by_persons(t)) and (measure_of(t) or _asked_noun(t))
        for t in tokens
        if matches(t, cues("ask_we")) and is_finite(t)
    )


def noun_of_asking(tokens: Sequence[Token]) -> bool:
    """«Обращаемся к предприятиям с просьбой вовлекать работников», «выступили с предложением о создании»."""
    return any(
        any(c.lower_ in {"с", "со"} for c in t.children) and (measure_of(t) or _about_action(t) or _asked_clause(t))
        for t in tokens
        if matches(t, cues("ask_noun"))
    )


def duty(tokens: Sequence[Token]) -> bool:
    """«Муниципалитеты должны публиковать», «должны быть разработаны»; «должен стать символом» is a wish, no measure."""
    return any(_duty_measure(t) for t in tokens if matches(t, cues("duty")) and not _past(t) and not _in_relative(t))


def commitment(tokens: Sequence[Token]) -> bool:
    """«Обязуемся поддерживать», «Мы намерены развивать», «Будем добиваться принятия закона»."""
    if tokens and tokens[-1].text == "!":
        return False
    if any(measure_of(t) for t in tokens if matches(t, cues("commit_noun"))):
        return True
    return any(_commits(t) for t in tokens if matches(t, cues("commit")))


def thing_needed(tokens: Sequence[Token]) -> bool:
    """«Нужны новые площадки», «Необходима поддержка», «Требуется разработка программы»."""
    return any(
        _subject(t) is not None and not _past(t) and not _in_relative(t)
        for t in tokens
        if (matches(t, cues("need_adj")) and _short(t)) or (matches(t, cues("need_verb")) and is_finite(t))
    )


def need_noted(tokens: Sequence[Token]) -> bool:
    """«Участники отметили необходимость создания центра»."""
    return any(
        any(is_infinitive(c) for c in t.children) or _has_action_child(t)
        for t in tokens
        if matches(t, cues("need_noun")) and any(matches(a, cues("speech")) for a in t.ancestors)
    )


def infinitive_sentence(tokens: Sequence[Token]) -> bool:
    """«Создать реестр …», «Правительству до 1 марта представить …», «Проект решения утвердить»."""
    words = [t for t in tokens if not t.is_punct and not t.is_space]
    if len(words) < 2 or words[0].lower_ in cues("interrogative"):
        return False
    for token in words:
        if is_infinitive(token):
            return not _governed(token, words) and not _in_relative(token)
        if _predicate(token) and token.dep_ not in CLAUSE_BREAKS:
            return False
    return False


RULES: tuple[Rule, ...] = (
    modal_infinitive, modal_clause, verb_of_asking, past_demand, speakers_ask, noun_of_asking, duty, commitment, thing_needed, conditional, need_noted,
    infinitive_sentence,
)  # fmt: skip


# --- what hangs on a cue ----------------------------------------------------------------------


def measure_of(cue: Token) -> Token | None:
    """Return the infinitive that a cue governs, directly or through another cue, if it names a measure."""
    for token in _governed_by(cue):
        if is_infinitive(token):
            if matches(token, cues("cognition")) and not _obj(token):
                continue
            return token
    return None


def _governed_by(cue: Token) -> Iterable[Token]:
    """Children of the cue, of a noun or another cue under it, and coordinated ones; relative clauses are left out."""
    for child in cue.children:
        if child.dep_ in CLAUSE_BREAKS and not is_infinitive(child):
            continue
        yield child
        if child.dep_ in {"xcomp", "csubj", "obj", "obl", "nsubj", "csubj:pass", "iobj"}:
            yield from (g for g in child.children if is_infinitive(g) and g.dep_ not in {"acl:relcl", "advcl"})
    head = cue.head
    if head is not cue and cue.dep_ in {"obj", "obl", "xcomp", "amod", "advmod"}:
        yield from (g for g in head.children if is_infinitive(g) and g.i > cue.i)
        if is_infinitive(head) and cue.dep_ == "advmod":
            yield head


def _later_measure(cue: Token, tokens: Sequence[Token]) -> bool:
    """Tell whether an infinitive follows an impersonal cue in its clause: parses of long sentences lose the link at times."""
    if (
        "First" in cue.morph.get("Person", [])
        or not (is_short_passive(cue) or _impersonal(cue))
        or not _is_certain(cue)
    ):
        return False
    for token in [t for t in tokens if t.i > cue.i][:MAX_DISTANCE]:
        if is_infinitive(token):
            return not matches(token, cues("cognition")) and not (
                token.head.i > cue.i and _takes_infinitive(token.head)
            )
        if token.text in CLAUSE_SIGNS or is_finite(token) or token.pos_ == "SCONJ":
            return False
    return False


def _is_certain(cue: Token) -> bool:
    """«Рекомендуется», «поручено», «необходимо», «следует»; a short «важно» or a «решено» need their link."""
    return cue.lower_.endswith(("ется", "ено", "ано")) or cue.lower_ in {
        "необходимо",
        "следует",
        "целесообразно",
        "надлежит",
    }


def _by_persons(verb: Token) -> bool:
    """«Жители станицы требуют расчистить»; laws, programmes and situations require as well."""
    subject = _subject(verb)
    return subject is not None and "Anim" in subject.morph.get("Animacy", [])


def _obj(token: Token) -> bool:
    return any(c.dep_ in {"obj", "obl"} for c in token.children)


def _impersonal(token: Token) -> bool:
    """Short neuter, predicative adverb, 3rd person singular, or the instrumental of «считаем необходимым»."""
    if is_finite(token):
        return "Sing" in token.morph.get("Number", []) and "Past" not in token.morph.get("Tense", [])
    return token.lower_.endswith(("о", "ым", "им")) or token.lower_ in cues("modal")


def _short(token: Token) -> bool:
    return "Short" in token.morph.get("Variant", []) or token.lower_.endswith(
        ("ны", "на", "жен", "дим", "димы", "дима", "димо")
    )


def _past(token: Token) -> bool:
    """«Было необходимо», «нужно было»."""
    near = [*token.children, token.head]
    if any(t.lower_ in {"было", "была", "были", "был"} for t in near):
        return True
    return "Past" in token.morph.get("Tense", []) and not _short(token)


def _in_relative(token: Token) -> bool:
    """«Проблемы, которые необходимо решить»: the need qualifies a noun."""
    for t in (token, *token.ancestors):
        if t.dep_ == "acl:relcl":
            return any(d.lemma_.lower() == "который" and d.dep_ in {"obj", "nsubj", "nsubj:pass"} for d in t.subtree)
    return False


def _agrees_with_subject(token: Token) -> bool:
    """«Программа призвана повысить» states a purpose; «поручено», «рекомендована разработка» ask."""
    subject = _subject(token)
    return not token.lower_.endswith("о") and not (subject is not None and names_action(subject))


def _bare_infinitive(token: Token) -> bool:
    """«Рекомендовать школам ввести»: an infinitive of asking; «решить вопрос» is a measure itself, not an asking."""
    return is_infinitive(token) and not matches(token, cues("own_measure"))


def _asked_noun(cue: Token) -> bool:
    """«Предлагаем создание реестра», «выступаем за сохранение»."""
    return any(
        (c.dep_ == "obj" or c.dep_.startswith("nsubj") or _aimed_at(c)) and names_action(c) and not is_infinitive(cue)
        for c in cue.children
    )


def _aimed_at(noun: Token) -> bool:
    """«выступаем за сохранение», «настаиваем на отмене»."""
    return noun.dep_ == "obl" and any(c.lower_ in {"за", "на"} for c in noun.children)


def _asked_clause(cue: Token) -> bool:
    """«Просим, чтобы …», «предлагаем, чтобы …»."""
    return any(
        any(g.lower_ == "чтобы" for g in c.children) for c in cue.children if c.dep_ in {"ccomp", "advcl", "acl"}
    )


def _about_action(noun: Token) -> bool:
    return any(c.dep_ in {"nmod", "obl"} and names_action(c) for c in noun.children)


def _has_action_child(noun: Token) -> bool:
    """«необходимость создания», «потребность в создании»; «потребности развития» are needs of another sort."""
    found = [c for c in noun.children if c.dep_ in {"nmod", "obl"}]
    if matches(noun, cues("need_in")):
        found = [c for c in found if names_action(c) and any(g.lower_ == "в" for g in c.children)]
    return bool(found)


def _subject(token: Token) -> Token | None:
    return next((c for c in token.children if c.dep_.startswith("nsubj")), None)


def _by_speakers(verb: Token) -> bool:
    """1st person plural, or a subject that names the speakers."""
    if "First" in verb.morph.get("Person", []) or "1" in verb.morph.get("Person", []) or verb.lower_.endswith("ем"):
        return True
    subject = _subject(verb)
    return subject is not None and (subject.lower_ == "мы" or matches(subject, lemmas("structure_cues", "speaker")))


def _duty_measure(cue: Token) -> bool:
    also = [c for c in cue.head.children if cue.dep_ == "conj" and c.i > cue.i]  # «могли бы и должны открыть»
    near = [t for t in (*cue.children, cue.head, *also) if t.i != cue.i]
    found = [t for t in near if is_infinitive(t) or is_short_passive(t)]
    found = [t for t in found if not matches(t, cues("copula")) and not matches(t, cues("cognition"))]
    subject = _subject(cue) or _subject(cue.head)
    if subject is not None and matches(subject, cues("plan")) and any(matches(t, cues("outcome")) for t in found):
        return False
    if cue.head.dep_ == "acl:relcl" or cue.dep_ == "acl:relcl":
        return False
    return bool(found)


def _commits(cue: Token) -> bool:
    subject = _subject(cue)
    if cue.lemma_.lower() == "быть":
        return cue.lower_ == "будем" and (is_infinitive(cue.head) or any(is_infinitive(c) for c in cue.children))
    speakers = _by_speakers(cue) if is_finite(cue) else subject is not None and subject.lower_ == "мы"
    return (speakers or matches(cue, cues("commit_any"))) and measure_of(cue) is not None


def _predicate(token: Token) -> bool:
    if matches(token, cues("possible")):
        return True
    return (
        is_finite(token)
        or is_short_passive(token)
        or (_short(token) and token.pos_ == "ADJ" and token.dep_ in {"ROOT", "ccomp"})
    )


def _governed(infinitive: Token, words: Sequence[Token]) -> bool:
    """Tell whether an infinitive hangs on a noun that takes one («возможность участвовать») or on a predicate."""
    head = infinitive.head
    if head is infinitive or is_infinitive(head) or head.i not in {w.i for w in words}:
        return False
    if head.i < infinitive.i and _takes_infinitive(head):
        return True
    if can_be(words[0].text, "datv"):
        return False
    inside = {w.i for w in words}
    roots = [t for t in (head, *head.ancestors) if t.i in inside and t.dep_ == "ROOT" and _predicate(t)]
    return any(not _parted(infinitive, root) for root in roots)


def _parted(infinitive: Token, predicate: Token) -> bool:
    """«Уточнить статус, чтобы объединения не несли …»: a sign of a clause stands between, the predicate is another clause's."""
    between = predicate.doc[min(infinitive.i, predicate.i) : max(infinitive.i, predicate.i)]
    return infinitive.i < predicate.i and any(t.text in CLAUSE_SIGNS for t in between)


def _takes_infinitive(noun: Token) -> bool:
    """«возможность участвовать», «нежелание вести диалог»."""
    if is_body(noun):
        return False
    return matches(noun, cues("abstract")) or noun.lemma_.lower().endswith("ость")


def nominal_item(tokens: Sequence[Token]) -> bool:
    """«Создание единого реестра», «Активная поддержка …»: an item that is a verbal noun in the nominative, without a verb."""
    if any(is_finite(t) or is_short_passive(t) for t in tokens if t.dep_ == "ROOT") or len(tokens) < MIN_NOMINAL:
        return False
    for token in [t for t in tokens if not t.is_punct][:4]:
        if is_action_noun(token):
            return True
        if token.pos_ not in {"ADJ", "ADV", "DET"}:
            return False
    return False
