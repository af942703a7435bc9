"""What the officer can say about a case, read strictly: what is not understood changes nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from worker.core.identifiers import Curp, Nss
from worker.core.mime.headers import is_mailable
from worker.core.types import Through

GENERAL = ("nuevo", "pausa", "sigue")
"""The orders that are about no existing case."""


@dataclass(frozen=True, slots=True)
class AltaHecha:
    """The alta was filed."""


@dataclass(frozen=True, slots=True)
class HojaEntregada:
    """The Hoja was handed over."""


@dataclass(frozen=True, slots=True)
class Egresado:
    """The student graduated."""


@dataclass(frozen=True, slots=True)
class BajaHecha:
    """The graduate's baja was filed."""


@dataclass(frozen=True, slots=True)
class PideBaja:
    """She confirms that the student must ask the other instancia for the baja."""


@dataclass(frozen=True, slots=True)
class Corrige:
    """One datum of the case is another. `field` is a field of `Case`."""

    field: str
    value: Nss | Curp | str


@dataclass(frozen=True, slots=True)
class Vigencia:
    """What the constancia really says: through whom the student is vigente; None: not vigente."""

    through: Through | None


@dataclass(frozen=True, slots=True)
class Responde:
    """Her own words to the student."""

    text: str


@dataclass(frozen=True, slots=True)
class Rectifica:
    """An earlier mail was wrong; what holds instead."""

    text: str


@dataclass(frozen=True, slots=True)
class Une:
    """The other case is the same student's."""

    folio: str


@dataclass(frozen=True, slots=True)
class Cierra:
    """Close the case."""


@dataclass(frozen=True, slots=True)
class Reabre:
    """Open it again."""


@dataclass(frozen=True, slots=True)
class Ajeno:
    """The case never was about the trámite."""


@dataclass(frozen=True, slots=True)
class Correo:
    """This address is the student's."""

    address: str


@dataclass(frozen=True, slots=True)
class Suelta:
    """Let the proposed reply go (True) or drop it (False)."""

    send: bool


@dataclass(frozen=True, slots=True)
class Nuevo:
    """A student at the counter."""

    name: str
    nss: Nss | None = None
    curp: Curp | None = None
    umf: str | None = None
    address: str | None = None
    vigencia: Vigencia | None = None


@dataclass(frozen=True, slots=True)
class Envio:
    """Sending to students is switched on or off."""

    on: bool


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """No order; `why` is a sentence for the officer."""

    why: str


CaseOrder = (
    AltaHecha | HojaEntregada | Egresado | BajaHecha | PideBaja | Corrige | Vigencia | Responde | Rectifica | Une
    | Cierra | Reabre | Ajeno | Correo | Suelta
)  # fmt: skip
Order = CaseOrder | Nuevo | Envio

_PLAIN: dict[str, Order] = {
    "alta hecha": AltaHecha(),
    "hoja entregada": HojaEntregada(),
    "egresado": Egresado(),
    "egresada": Egresado(),
    "baja hecha": BajaHecha(),
    "pide baja": PideBaja(),
    "no vigente": Vigencia(None),
    "cierra": Cierra(),
    "cerrar": Cierra(),
    "reabre": Reabre(),
    "reabrir": Reabre(),
    "ajeno": Ajeno(),
    "envia": Suelta(True),
    "enviar": Suelta(True),
    "no envies": Suelta(False),
    "no enviar": Suelta(False),
    "pausa": Envio(False),
    "sigue": Envio(True),
}
_THROUGH = {
    "tecnologico": Through.TECNOLOGICO,
    "el tecnologico": Through.TECNOLOGICO,
    "tec": Through.TECNOLOGICO,
    "el tec": Through.TECNOLOGICO,
    "otra escuela": Through.OTRA_ESCUELA,
    "bachillerato": Through.OTRA_ESCUELA,
    "empleo": Through.EMPLEO,
    "un empleo": Through.EMPLEO,
    "beneficiario": Through.BENEFICIARIO,
    "familiar": Through.BENEFICIARIO,
    "otro": Through.OTRO,
    "otra instancia": Through.OTRO,
}
_ADDRESS = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")
_FOLIO = re.compile(r"AF-\d{4}-\d{5,}", re.IGNORECASE)
EXAMPLES = (
    *("alta hecha", "hoja entregada", "egresado", "baja hecha", "pide baja", "nss 71210501236", "curp …", "umf 25"),
    *("nombre …", "correo …", "no vigente", "vigente por tecnológico", "responde: …", "rectifica: …"),
    *("une AF-2026-00012", "cierra", "reabre", "ajeno", "envía", "no envíes"),
)


def parse_order(text: str) -> Order | NotUnderstood:
    """Read one order. Case, accents and a full stop at the end do not matter; anything else does."""
    said = " ".join(text.split())
    plain = _fold(said).rstrip(".! ")
    if plain in _PLAIN:
        return _PLAIN[plain]
    verb, _, rest = said.partition(" ")
    name = _fold(verb).rstrip(":")
    if name in _OWN_WORDS:  # her own words keep their lines
        return _own_words(name, text.strip()[len(verb) :])
    if name in _READERS:
        return _READERS[name](rest.rstrip(". "))
    return NotUnderstood(f"No entendí «{said[:60]}». Órdenes: {' · '.join(EXAMPLES)}.")


def _own_words(name: str, rest: str) -> Order | NotUnderstood:
    words = rest.lstrip(": ").strip()
    return _OWN_WORDS[name](words) if words else NotUnderstood(f"Faltan tus palabras: «{name}: …».")


def _nss(rest: str) -> Order | NotUnderstood:
    try:
        return Corrige("nss", Nss(rest))
    except ValueError:
        return NotUnderstood("Ese NSS no es válido: son 11 dígitos y el último comprueba a los demás. Revísalo.")


def _curp(rest: str) -> Order | NotUnderstood:
    try:
        return Corrige("curp", Curp(rest))
    except ValueError:
        return NotUnderstood("Esa CURP no es válida: son 18 caracteres y el último comprueba a los demás. Revísala.")


def _umf(rest: str) -> Order | NotUnderstood:
    match = re.fullmatch(r"(?:umf\s*)?(?:no\.?\s*|n[uú]m\.?\s*)?0*(\d{1,3})", rest, re.IGNORECASE)
    return Corrige("umf", match[1]) if match else NotUnderstood("Di la clínica con su número: «umf 25».")


def _name(rest: str) -> Order | NotUnderstood:
    name = _full_name(rest)
    return Corrige("name", name) if name else NotUnderstood("Escribe el nombre completo, sin números.")


def _full_name(text: str) -> str | None:
    """At least two words without digits, in capitals as on the papers."""
    words = text.split()
    return " ".join(words).upper() if len(words) >= 2 and not re.search(r"\d", text) else None


def _address(rest: str) -> Order | NotUnderstood:
    if _ADDRESS.fullmatch(rest) and is_mailable(rest):
        return Correo(rest.lower())
    return NotUnderstood("Eso no es una dirección de correo: «correo ana@ejemplo.mx».")


def _vigente(rest: str) -> Order | NotUnderstood:
    through = _THROUGH.get(_fold(rest).removeprefix("por "))
    if through is not None:
        return Vigencia(through)
    return NotUnderstood("Di por quién: «vigente por tecnológico», otra escuela, empleo, beneficiario u otro.")


def _une(rest: str) -> Order | NotUnderstood:
    match = _FOLIO.fullmatch(_fold(rest).removeprefix("con ").upper())
    return Une(match[0]) if match else NotUnderstood("Di con qué caso: «une AF-2026-00012».")


def parse_new(text: str) -> Nuevo | NotUnderstood:
    """A student at the counter: the name, then in any order nss, curp, correo, umf, vigencia, between commas."""
    first, *rest = [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()] or [""]
    name = _full_name(re.sub(r"(?i)^nombre\b:?", "", first).rstrip(". "))
    if name is None:
        return NotUnderstood("Empieza por el nombre completo: «María Pérez López, nss …, correo …».")
    new = Nuevo(name)
    for part in rest:
        added = _added(new, _address(part.rstrip(". ")) if "@" in part and " " not in part else parse_order(part))
        if isinstance(added, NotUnderstood):
            return added
        new = added
    return new


def _added(new: Nuevo, order: Order | NotUnderstood) -> Nuevo | NotUnderstood:
    match order:
        case NotUnderstood():
            return order
        case Corrige(field="nss", value=Nss() as nss):
            return replace(new, nss=nss)
        case Corrige(field="curp", value=Curp() as curp):
            return replace(new, curp=curp)
        case Corrige(field="umf", value=str() as umf):
            return replace(new, umf=umf)
        case Correo(address=address):
            return replace(new, address=address)
        case Vigencia():
            return replace(new, vigencia=order)
        case _:
            return NotUnderstood("De un caso nuevo se dice: nombre, nss, curp, correo, umf, no vigente o vigente por.")


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char)).strip()


_READERS: dict[str, Callable[[str], Order | NotUnderstood]] = {
    "nss": _nss,
    "curp": _curp,
    "umf": _umf,
    "clinica": _umf,
    "nombre": _name,
    "correo": _address,
    "vigente": _vigente,
    "une": _une,
}
_OWN_WORDS: dict[str, Callable[[str], Order]] = {"responde": Responde, "rectifica": Rectifica}
