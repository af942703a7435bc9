"""The procedure's table of decisions as situations: what a student sends, and what has to come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.office import Office
from tests.service.papers import BACHILLERATO, EMPLOYER, PROGRAMME, lapsed, through, vigente
from worker.demo import papers
from worker.demo.mails import Attachment, pdf
from worker.demo.people import Person, parent
from worker.demo.photo import protect

Files = tuple[Attachment, ...]
WAITING, ALTAS, HOJAS = "Esperan al estudiante", "Altas por tramitar", "Hojas por entregar"
REVIEW, DONE = "En revisión", "Terminados"


@dataclass(frozen=True)
class Situation:
    """`first` are words of the reply's first paragraph, `later` of the rest; `files` are drawn for a person."""

    name: str
    stage: str
    folder: str
    first: str
    later: tuple[str, ...] = ()
    text: str = ""
    subject: str = "Constancia de vigencia"
    files: Callable[[Office, Person], Files] = lambda office, person: ()
    knows_nss: bool = False
    umf: str | None = None


def _father(office: Office, person: Person) -> Files:
    from worker.demo.constancias import constancia

    page = constancia(parent(person, "H"), True, EMPLOYER, issued=office.ago(2), beneficiaries=(person,))
    return (pdf(page, "constancia.pdf"),)


def _both(office: Office, person: Person) -> Files:
    return vigente(person, office.ago(2)), lapsed(person, office.ago(2), name="otra.pdf")


def _locked(office: Office, person: Person) -> Files:
    return (pdf(protect(vigente(person, office.ago(2)).content, "1234")),)


CARNET = ("2 fotografías tamaño infantil", "Comprobante de domicilio reciente")
PORTAL = ("www.imss.gob.mx", "«Derechohabientes y público en general»", "«Escritorio virtual»")
HOW_TO_SEND = ("sin contraseña", "con buena luz")

CONSTANCIAS = (
    Situation(
        "vigente por el Tecnológico", "hoja por entregar", HOJAS, "Pide tu Hoja de Afiliación", CARNET,
        "Le mando mi constancia de vigencia.", files=lambda o, p: (vigente(p, o.ago(3)),), knows_nss=True,
    ),
    Situation(
        "no vigente", "alta por tramitar", ALTAS, "en qué clínica", ("- UMF 13 (Las Palmas)", "tramitar tu alta"),
        "Buen día, adjunto mi constancia.", files=lambda o, p: (lapsed(p, o.ago(3)),), knows_nss=True,
    ),
    Situation(
        "no vigente, y dice su clínica", "alta por tramitar", ALTAS, "no tienes que hacer nada por ahora", ("UMF 25",),
        "Adjunto mi constancia. Quiero la clínica 25.",
        files=lambda o, p: (lapsed(p, o.ago(3)),), knows_nss=True, umf="25",
    ),
    Situation(
        "vigente por su bachillerato", "baja pendiente", WAITING, "Pide tu baja", ("otra constancia de vigencia",),
        "mando mi constancia", files=lambda o, p: (vigente(p, o.ago(3), BACHILLERATO),), knows_nss=True,
    ),
    Situation(
        "vigente por un empleo", "en revisión", REVIEW, "Todavía no hagas nada",
        ("un empleo", "solicitar antes la baja"), "mando mi constancia",
        files=lambda o, p: (vigente(p, o.ago(3), EMPLOYER),), knows_nss=True,
    ),
    Situation(
        "vigente por su papá", "en revisión", REVIEW, "Todavía no hagas nada", ("un familiar",),
        "mando mi constancia", files=lambda o, p: (vigente(p, o.ago(3), through(parent(p, "H"))),), knows_nss=True,
    ),
    Situation(
        "vigente por un programa", "en revisión", REVIEW, "Todavía no hagas nada", ("otra instancia",),
        "mando mi constancia", files=lambda o, p: (vigente(p, o.ago(3), PROGRAMME),), knows_nss=True,
    ),
    Situation(
        "constancia vieja", "falta documento", WAITING, "constancia de vigencia nueva", ("vale por 30 días", *PORTAL),
        "mando mi constancia", files=lambda o, p: (vigente(p, o.ago(47)),),
    ),
    Situation(
        "constancia vieja que dice NO", "alta por tramitar", ALTAS, "en qué clínica", (),
        "mando mi constancia", files=lambda o, p: (lapsed(p, o.ago(62)),), knows_nss=True,
    ),
    Situation(
        "dos constancias que se contradicen", "en revisión", REVIEW, "Por ahora no tienes que hacer nada", (),
        "mando mi constancia", files=_both,
    ),
    Situation(
        "la constancia de su papá", "en revisión", REVIEW, "Por ahora no tienes que hacer nada", (),
        "mando mi constancia", files=_father,
    ),
    Situation(
        "el portal no lo encuentra", "en revisión", REVIEW, "Por ahora no tienes que hacer nada", (),
        "no me deja", files=lambda o, p: (pdf(papers.refusal(p, o.ago(1))),),
    ),
)  # fmt: skip

NO_CONSTANCIA = (
    Situation(
        "pregunta", "falta documento", WAITING, "mandarnos tu constancia de vigencia", PORTAL,
        "Buenas tardes. ¿Cómo tramito mi alta ante el IMSS?", "Duda",
    ),
    Situation(
        "ya tiene su hoja", "afiliado", DONE, "solo te falta el carnet", CARNET,
        "Buenos días, yo ya tengo mi hoja de afiliación", "Hoja",
    ),
    Situation(
        "manda su hoja y lo dice", "afiliado", DONE, "solo te falta el carnet", CARNET,
        "Ya tengo mi hoja de afiliación.", "Hoja",
        lambda o, p: (pdf(papers.hoja_de_afiliacion(p, o.ago(20)), "hoja.pdf"),),
    ),
    Situation(
        "manda su hoja sin decir nada", "falta documento", WAITING, "Nos falta tu constancia",
        ("tu Hoja de Afiliación",), "", "IMSS",
        lambda o, p: (pdf(papers.hoja_de_afiliacion(p, o.ago(20)), "hoja.pdf"),),
    ),
    Situation(
        "dice su clínica, sin constancia", "falta documento", WAITING, "Nos falta tu constancia", ("UMF 13", *PORTAL),
        "Quiero la clínica 13", "Clínica", umf="13",
    ),
    Situation(
        "escribe algo que no se entiende", "en revisión", REVIEW, "ya está con Lic. Ángeles Fingida", (),
        "El imss me dijo que hay un problema con mi apellido en la afiliación.", "Afiliación",
    ),
    Situation(
        "asignación de NSS", "falta documento", WAITING, "Nos falta tu constancia",
        ("tu asignación de Número", *PORTAL), "mi numero",
        files=lambda o, p: (pdf(papers.asignacion_nss(p, o.ago(9))),),
    ),
    Situation(
        "semanas cotizadas", "falta documento", WAITING, "Nos falta tu constancia", ("semanas cotizadas",),
        "mi constancia", files=lambda o, p: (pdf(papers.semanas_cotizadas(p, o.ago(9))),),
    ),
    Situation(
        "movimientos afiliatorios", "falta documento", WAITING, "Nos falta tu constancia",
        ("movimientos afiliatorios",), "adjunto papel", files=lambda o, p: (pdf(papers.movimientos(p, o.ago(9))),),
    ),
    Situation(
        "CURP", "falta documento", WAITING, "Nos falta tu constancia", ("tu CURP",),
        "adjunto mi curp", files=lambda o, p: (pdf(papers.curp_paper(p, o.ago(9))),),
    ),
    Situation(
        "INE", "falta documento", WAITING, "Nos falta tu constancia", ("una identificación",),
        "adjunto mi ine", files=lambda o, p: (pdf(papers.ine(p)),),
    ),
    Situation(
        "comprobante de domicilio", "falta documento", WAITING, "Nos falta tu constancia",
        ("un comprobante de domicilio",), "adjunto comprobante",
        files=lambda o, p: (pdf(papers.proof_of_address(p, o.ago(9))),),
    ),
    Situation(
        "carnet", "falta documento", WAITING, "Nos falta tu constancia", ("tu carnet o cartilla",),
        "adjunto mi carnet", files=lambda o, p: (pdf(papers.carnet(p)),),
    ),
    Situation(
        "PDF con contraseña", "falta documento", WAITING, "sin contraseña", ("«Guardar como PDF»",),
        "mando mi constancia", files=_locked,
    ),
    Situation(
        "archivo vacío", "falta documento", WAITING, "llegó sin nada adentro", ("Descarga otra vez",),
        "mando mi constancia", files=lambda o, p: (pdf(b""),),
    ),
    Situation(
        "archivo dañado", "falta documento", WAITING, "El archivo está dañado", ("Descarga otra vez",),
        "mando mi constancia", files=lambda o, p: (pdf(b"%PDF-1.7\n1 0 obj << cortado"),),
    ),
    Situation(
        "liga en vez de archivo", "falta documento", WAITING, "llegó una liga", ("Descarga el archivo",),
        "mi constancia de vigencia: https://drive.google.com/file/d/1-quimera/view",
    ),
    Situation(
        "olvidó adjuntar", "falta documento", WAITING, "llegó sin ningún archivo", HOW_TO_SEND,
        "Buenas noches, adjunto mi constancia de vigencia.",
    ),
    Situation("correo vacío", "falta documento", WAITING, "llegó sin ningún archivo", HOW_TO_SEND),
)  # fmt: skip

SITUATIONS = CONSTANCIAS + NO_CONSTANCIA
