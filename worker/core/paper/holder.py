"""Who a paper is about: NSS, CURP and name, each with its place and what speaks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from worker.core.identifiers import Curp, Nss, curps_between, repair_curp, repair_nss
from worker.core.paper.agreement import second_text
from worker.core.paper.evidence import (
    BIRTH_YEAR,
    CADENA,
    CHECK_DIGIT,
    LABEL,
    LONE,
    NAME_AND_CURP,
    NAME_AND_HEAD,
    REPAIRED,
    UNLABELLED,
    Read,
    confidence_checks,
)
from worker.core.paper.lines import Run
from worker.core.paper.names import agree, agree_with_head, given_first, is_particle, parted
from worker.core.paper.numbering import bare
from worker.core.paper.remains import has_remains, is_grouped
from worker.core.paper.scope import Scope
from worker.core.paper.search import Search, distinct

Id = TypeVar("Id", Nss, Curp)


@dataclass(frozen=True)
class Holder:
    """The holder as a page names them; `nss_seen` and `curps_seen` are all that could be the holder's.

    `numbers_seen` are the texts of all numbers that are labelled as the holder's NSS, also those that cannot be one.
    """

    nss: Read[Nss] | None
    curp: Read[Curp] | None
    name: Read[str] | None
    nss_seen: tuple[Nss, ...]
    curps_seen: tuple[Curp, ...]
    names_seen: tuple[str, ...]
    numbers_seen: tuple[str, ...] = ()


def find_holder(scope: Scope) -> Holder:
    """The holder of a page. A value that two candidates claim is None, and the candidates are in `…_seen`."""
    search = Search(scope)
    curp = _curp(search) or _repaired_curp(search)
    nss = _nss(search, curp)
    name = _name_of(search, curp)
    return Holder(
        nss,
        curp,
        name,
        tuple(read.value for read in search.labelled_nss),
        tuple(read.value for read in search.curps),
        tuple(read.value for read in search.labelled_names),
        tuple(bare(run) for run in search.nss_runs),
    )


def _curp(search: Search) -> Read[Curp] | None:
    labelled = [read for read in search.curps if read.value in search.labelled_curps]
    choice = labelled if len(labelled) == 1 else search.curps
    if len(choice) != 1:
        return None
    checks = (CHECK_DIGIT, *((LABEL,) if choice[0].value in search.labelled_curps else ()))
    return _finished(choice[0], checks, search, search.scope.cadena.curp)


def _repaired_curp(search: Search) -> Read[Curp] | None:
    if search.curps:
        return None
    names = [read.value for read in search.labelled_names]

    def agrees(curp: Curp) -> bool:
        years = [read.value.birth_year2 for read in search.labelled_nss]
        named = any(agree(name, curp) for name in names) or any(search.free_names(curp))
        return named or curp.text[4:6] in years or curp == search.scope.cadena.curp

    texts = ((run, text) for run in search.windows(18) for text in _readings(run))
    reads = (Read(curp, run) for run, text in texts if (curp := repair_curp(text, agrees)) is not None)
    repaired = distinct(reads)
    checks = (CHECK_DIGIT, REPAIRED)
    return _finished(repaired[0], checks, search, search.scope.cadena.curp) if len(repaired) == 1 else None


def _readings(run: Run) -> Iterator[str]:
    """What a CURP may be: as it was read, and as two engines together read it."""
    yield bare(run)
    yield from curps_between(bare(run), second_text(run))


def _nss(search: Search, curp: Read[Curp] | None) -> Read[Nss] | None:
    cadena = search.scope.cadena.nss

    def agrees(nss: Nss) -> bool:
        return nss == cadena or (curp is not None and curp.value.text[4:6] == nss.birth_year2)

    choices: tuple[tuple[Callable[[], tuple[Read[Nss], ...]], tuple[str, ...]], ...] = (
        (lambda: search.labelled_nss, (CHECK_DIGIT, LABEL)),
        (lambda: _repaired_nss(search, agrees), (CHECK_DIGIT, LABEL, REPAIRED)),
        (lambda: _unlabelled(search, agrees), (CHECK_DIGIT, UNLABELLED)),
        (lambda: tuple(read for read in search.lone_nss if agrees(read.value)), (CHECK_DIGIT, LONE)),
        (lambda: tuple(read for read in search.loose_nss if agrees(read.value)), (CHECK_DIGIT,)),
    )
    for candidates, checks in choices:
        reads = candidates()
        if reads:
            year = (BIRTH_YEAR,) if reads[0].value.birth_year2 in _years(search, curp) else ()
            return _finished(reads[0], (*checks, *year), search, cadena) if len(reads) == 1 else None
    return None


def _unlabelled(search: Search, agrees: Callable[[Nss], bool]) -> tuple[Read[Nss], ...]:
    """The one number on the holder's part that is told for an NSS without its label, if it can be the holder's."""
    form = search.scope.form
    told = [read for read in search.loose_nss if is_grouped(read.run) or has_remains(form, read.run)]
    return (told[0],) if len(told) == 1 and agrees(told[0].value) else ()


def _years(search: Search, curp: Read[Curp] | None) -> tuple[str, ...]:
    """The year of birth, two digits, as the CURP has it, or what is left of the CURP."""
    return (curp.value.text[4:6],) if curp is not None else tuple(head[4:6] for head in search.curp_heads)


def _repaired_nss(search: Search, agrees: Callable[[Nss], bool]) -> tuple[Read[Nss], ...]:
    reads = (Read(nss, run) for run in search.nss_runs if (nss := repair_nss(bare(run), agrees)) is not None)
    return distinct(reads)


def _finished(read: Read[Id], checks: tuple[str, ...], search: Search, cadena: Id | None) -> Read[Id]:
    """The read with its checks, the seals' agreement and the engine's confidence among them."""
    if cadena == read.value:
        checks = (*checks, CADENA)
    return Read(read.value, read.run, (*checks, *confidence_checks(read.run, search.scope.sheet)))


def _name_of(search: Search, curp: Read[Curp] | None) -> Read[str] | None:
    labelled = search.labelled_names
    agreeing = _agreeing_name(search, curp.value) if curp is not None else None
    chosen = agreeing or (labelled[0] if labelled else None)
    if chosen is None:
        return None
    together = (NAME_AND_CURP,) if agreeing else ()
    if curp is None and any(agree_with_head(chosen.value, head) for head in search.curp_heads):
        together = (NAME_AND_HEAD,)
    return Read(
        chosen.value, chosen.run, (*chosen.checks, *together, *confidence_checks(chosen.run, search.scope.sheet))
    )


def _agreeing_name(search: Search, curp: Curp) -> Read[str] | None:
    """The labelled name, else one anywhere, that leads to the CURP; given names first, lost blanks put back."""
    read = next((read for read in _labelled_names(search) if agree(read.value, curp)), None)
    if read is None:
        free = distinct(search.free_names(curp))
        read = free[0] if len(free) == 1 else _parted_name(search, curp) or _composed_name(search, curp)
    return None if read is None else Read(given_first(read.value, curp), read.run, read.checks)


def _labelled_names(search: Search) -> Iterator[Read[str]]:
    """Labelled names, and those that go on in the next line; one that ends with 'de la' cannot be whole."""
    whole = [read for read in search.labelled_names if not is_particle(read.value.split()[-1])]
    yield from (*search.wrapped_names, *whole, *search.longer_names, *search.labelled_names, *search.names_to_colon)


def _parted_name(search: Search, curp: Curp) -> Read[str] | None:
    """The labelled name in which an OCR lost a blank, or the only one without a label."""
    labelled = (*search.labelled_names, *search.glued_labelled_names)
    parted_names = [
        Read(name, read.run, read.checks) for read in labelled if (name := parted(read.value, curp)) is not None
    ]
    if parted_names:
        return parted_names[0]
    free = distinct(
        Read(name, read.run) for read in search.glued_names if (name := parted(read.value, curp)) is not None
    )
    return free[0] if len(free) == 1 else None


def _composed_name(search: Search, curp: Curp) -> Read[str] | None:
    """The name in three cells whose labels an OCR lost, where only one can be made."""
    composed = distinct(search.composed_names(curp))
    return composed[0] if len(composed) == 1 else None
