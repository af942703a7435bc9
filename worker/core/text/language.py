"""Whether a text is Spanish: a count of the small words that every sentence of a language needs."""

from __future__ import annotations

import re
import unicodedata

from worker.core.text.speech import fold

SAMPLE = 3_000
LEAST_HITS = 3
LEAST_FOREIGN_LETTERS = 12
LATIN = ("LATIN", "FULLWIDTH LATIN", "MATHEMATICAL")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SPANISH = _words("""
    el la los las un una unos unas de del al y e o que qué en con por para mi mis tu su sus me se te le les
    lo nos no si ya es son esta estan estoy soy fue hay he ha tengo tiene quiero quisiera puedo puede
    necesito como cuando donde cual cuanto porque pero muy mas todavia aun hola buenos buenas dias tardes
    noches gracias favor saludos a ante sobre desde hasta sin
""")
FOREIGN = {
    "en": _words("""
    i im ive you he she it we they my your his her our their the a an and or but of to in on at for with from
    is are was were be been am do does did have has had can could will would should need want what when where
    how why which who this that there here not dont please thank thanks hello hi dear already yet get got any
    if about still
"""),
    "fr": _words("""
    je tu il elle nous vous ils elles mon ma mes votre vos le les des du et ou mais est sont suis ai avez
    avoir pour avec dans sur pas ne que qui comment quand bonjour merci voudrais une un de la ce cette au aux
    jai deja
"""),
    "pt": _words("""
    eu voce nos meu minha meus seu sua o os as um uma do da dos das no na nos nas e ou mas nao sim com para
    por estou sou tenho ja ola obrigado obrigada bom boa dia tarde quero preciso fazer faco gostaria isso
"""),
    "de": _words("""
    ich du er sie wir ihr mein meine der die das den dem ein eine und oder aber ist sind bin habe haben hat
    zu mit von fur auf nicht wie was wann wo bitte danke guten tag schon ob ich kann mochte
"""),
    "it": _words("""
    io lui lei noi voi mio mia il lo gli i le un uno una e o ma di del della che chi sono sei ho hai avere
    per con non come quando dove grazie buongiorno vorrei gia questo
"""),
}


def is_spanish(text: str) -> bool:
    """Whether `text` may pass for Spanish.

    Args:
        text: any text, of any length; only its first 3,000 characters are looked at.

    Returns:
        False only where the text is clearly in another language: its small words are another language's and hardly any
        Spanish, or most of its letters are not Latin. Empty, short and mixed texts count as Spanish.
    """
    sample = text[:SAMPLE]
    if _mostly_other_script(sample):
        return False
    found = re.findall(r"[^\W\d_]+", fold(sample).replace("'", "").replace("’", ""))
    spanish = sum(word in SPANISH for word in found)
    foreign = max(sum(word in small for word in found) for small in FOREIGN.values())
    return foreign < LEAST_HITS or foreign <= 2 * spanish


def _mostly_other_script(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    other = sum(not unicodedata.name(letter, "").startswith(LATIN) for letter in letters)
    return other >= LEAST_FOREIGN_LETTERS and other * 2 > len(letters)
