"""Why a paper will not do, as a sentence, and the one thing that mends it.

`TABLE` is in order of precedence: of several problems of a paper the student is told the one that stands first, with
its advice and nothing else. The officer sees all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

PROTECTED = "El archivo está protegido con contraseña."
EMPTY = "El archivo está vacío."
BROKEN = "El archivo está dañado y no se puede abrir."
NOT_READ = "No se puede leer este tipo de archivo."
TOO_LARGE = "El archivo es demasiado grande."
TOO_SLOW = "El archivo tardó demasiado en leerse."
NOT_OPENED = "El archivo no se pudo abrir."
OTHER_PAPER = "No es la constancia de vigencia de derechos, sino {}."
TWO_CONSTANCIAS = "dos constancias"
RELATIVE = "puede ser la constancia de un familiar"
TYPED = "La constancia está escrita en un documento de Word, que cualquiera puede editar."
PAGE_MISSING = "Falta la página {} de {}."
TOO_OLD = "La constancia es del {} y vale por {} días."
CUT = "La hoja salió cortada {}."
GLARE_ON_NSS = "Un reflejo tapa el Número de Seguridad Social."
GLARE = "Un reflejo tapa parte de la hoja."
DARK = "La foto está muy oscura."
SMALL = "La letra sale demasiado pequeña."
BLURRED = "La imagen está borrosa."
BLANK = "La vigencia está en blanco."
NO_WORDS = "No se distingue ninguna palabra."
ILLEGIBLE = "No se alcanza a leer."
UNKNOWN = "No se reconoce qué papel es."

_PDF = "Manda el PDF tal como lo descargas del IMSS."
_NEW = "Saca una nueva en www.imss.gob.mx y manda ese PDF."
_WHOLE = "Mándala otra vez completa: que se vean las cuatro orillas."
_LIGHT = "Toma la foto otra vez sin flash y sin una lámpara enfrente."
_ONLY_IT = "Manda solo la constancia, en un PDF o en una foto."
_NO_PHOTO = "En vez de una foto, manda el PDF tal como lo descargas del IMSS."


@dataclass(frozen=True, slots=True)
class Mend:
    """A problem, by how its sentence begins (up to the first `{`), and the advice that mends it.

    `told` is the sentence for the student where the problem's own is only a note.
    """

    problem: str
    advice: str
    told: str = ""

    def fits(self, problem: str) -> bool:
        """Whether this row is about the problem."""
        return problem.startswith(self.problem.partition("{")[0].rstrip("."))


TABLE = (
    # The file itself: nothing else is known of it.
    Mend(PROTECTED, "Ábrelo con tu contraseña, elige «Imprimir» y «Guardar como PDF», y manda ese archivo."),
    Mend(EMPTY, "Antes de mandarlo, revisa que se abra y se vea en tu teléfono o computadora."),
    Mend(BROKEN, "Descarga otra vez tu constancia del portal del IMSS y manda ese PDF."),
    Mend(NOT_READ, "Manda el PDF que descargas del IMSS, o una foto (JPG o PNG)."),
    Mend(TOO_LARGE, _ONLY_IT),
    Mend(TOO_SLOW, _ONLY_IT),
    Mend(NOT_OPENED, _PDF),
    # The wrong paper: a better picture of it would be of no use.
    Mend(OTHER_PAPER, "Saca tu constancia en www.imss.gob.mx y manda ese PDF."),
    Mend(TYPED, _PDF),
    Mend(
        TWO_CONSTANCIAS,
        "Manda solo la tuya, la más reciente.",
        "El archivo trae dos constancias que no dicen lo mismo.",
    ),
    Mend(TOO_OLD, _NEW),
    Mend(PAGE_MISSING, "Manda todas las páginas juntas, de preferencia en el PDF que descargas del IMSS."),
    # The picture: first what is not on it at all, then what cannot be made out; light before focus, which it spoils.
    Mend(CUT, _WHOLE),
    Mend(GLARE_ON_NSS, _LIGHT),
    Mend(GLARE, _LIGHT),
    Mend(DARK, "Toma la foto otra vez de día, junto a una ventana."),
    Mend(SMALL, "Toma la foto más de cerca: que la hoja llene todo el cuadro."),
    Mend(BLURRED, "Toma la foto otra vez con la hoja sobre una mesa y espera a que la cámara enfoque."),
    # What the paper says or leaves out; a number that could not be read may make it look like a relative's.
    Mend(RELATIVE, "Manda la constancia que sale con tu propia CURP.", "La constancia puede ser de un familiar tuyo."),
    Mend(BLANK, "Saca otra vez la constancia en www.imss.gob.mx, más tarde, y manda ese PDF."),
    Mend("No se ve el título", _WHOLE),
    # What nobody could make out, and why is not known.
    Mend(NO_WORDS, _PDF),
    Mend(ILLEGIBLE, _PDF),
    Mend("No se distingue", _NO_PHOTO),
    Mend("El NSS no se leyó con certeza", _NO_PHOTO),
    Mend("La CURP no se leyó con certeza", _NO_PHOTO),
    Mend("El nombre no se leyó con certeza", _NO_PHOTO),
    Mend("La vigencia no se leyó con certeza", _NO_PHOTO),
)


def most_useful(problems: Sequence[str]) -> tuple[str, str]:
    """The one problem that a student is told, as a whole sentence, and what mends it.

    A problem that nothing the student does can mend is told only where there is no other; its advice is then empty.
    Both are empty where there are no problems.
    """
    for mend in TABLE:
        for problem in problems:
            if mend.fits(problem):
                return mend.told or _sentence(problem), mend.advice
    return (_sentence(problems[0]), "") if problems else ("", "")


def _sentence(problem: str) -> str:
    return f"{problem[:1].upper()}{problem[1:].rstrip('.')}."
