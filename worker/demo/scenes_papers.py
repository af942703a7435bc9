"""Scenes in which something other than a constancia comes in, or nothing that can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from worker.core.cases import Stage
from worker.demo import papers
from worker.demo.constancias import constancia
from worker.demo.mails import Attachment, Program, jpeg, pdf, png
from worker.demo.people import Person
from worker.demo.photo import photo, protect, scan, screenshot, unreadable
from worker.demo.school import SCHOOL
from worker.demo.script import Pen, Row, Scene, ends


def other_papers(pen: Pen, cast: Iterator[Person]) -> list[Scene]:
    """The scenes, each with a student of its own from `cast`."""
    return [*_wrong_papers(pen, cast), *_hoja(pen, cast), *_no_file(pen, cast), _refused(pen, next(cast))]


def _wrong_papers(pen: Pen, cast: Iterator[Person]) -> list[Scene]:
    day = pen.ago(9)
    kinds: tuple[tuple[str, str, str, Callable[[Person], Attachment]], ...] = (
        ("asignación de NSS", "PDF", "le mando mi numero de seguro", lambda p: pdf(papers.asignacion_nss(p, day))),
        ("semanas cotizadas", "PDF", "Adjunto mi constancia.", lambda p: pdf(papers.semanas_cotizadas(p, day))),
        ("movimientos afiliatorios", "PDF", "esto me dieron", lambda p: pdf(papers.movimientos(p, day), "idse.pdf")),
        ("CURP", "PDF", "aqui esta mi curp para el tramite", lambda p: pdf(papers.curp_paper(p, day), "CURP.pdf")),
        ("INE", "foto", "hola le mando mi ine para lo del imss", lambda p: jpeg(photo(papers.ine(p), 5))),
        ("comprobante de domicilio", "PDF escaneado", "Buenas, envío mi comprobante de domicilio para mi afiliación",
         lambda p: pdf(scan(papers.proof_of_address(p, day), 4), "luz.pdf")),
        ("carnet", "PDF", "mi carnet de citas", lambda p: pdf(papers.carnet(p), "cartilla.pdf")),
    )  # fmt: skip
    return [_wrong_paper(pen, next(cast), *kind) for kind in kinds]


def _wrong_paper(
    pen: Pen, student: Person, label: str, carrier: str, text: str, draw: Callable[[Person], Attachment]
) -> Scene:
    step = pen.mail(student, label, carrier, "afiliacion", text, lambda: [draw(student)], row=Row.OTHER_PAPER)
    return ends(student, Stage.FALTA_DOCUMENTO, step)


def _hoja(pen: Pen, cast: Iterator[Person]) -> list[Scene]:
    one, two = next(cast), next(cast)
    told = pen.mail(
        one, "dice que ya tiene su hoja", "sin adjunto", "Hoja de afiliacion",
        "Buenos dias yo ya tengo mi hoja de afiliación del IMSS, ¿qué sigue?", row=Row.HAS_HOJA,
    )  # fmt: skip
    shown = pen.mail(
        two, "manda su hoja de afiliación", "PDF", "ya tengo mi hoja",
        "Ya tengo mi hoja de afiliación, se la adjunto. Qué debo hacer para el carnet?",
        lambda: [pdf(papers.hoja_de_afiliacion(two, pen.ago(20)), "hoja.pdf")], row=Row.HAS_HOJA,
        program=Program.OUTLOOK,
    )  # fmt: skip
    return [ends(one, Stage.AFILIADO, told), ends(two, Stage.AFILIADO, shown)]


def _no_file(pen: Pen, cast: Iterator[Person]) -> list[Scene]:
    return [
        _unreadable(pen, next(cast)),
        _protected(pen, next(cast)),
        _empty_file(pen, next(cast)),
        _empty_mail(pen, next(cast)),
        _link(pen, next(cast)),
        _forgotten(pen, next(cast)),
    ]


def _unreadable(pen: Pen, student: Person) -> Scene:
    step = pen.mail(
        student, "foto que no se puede leer", "foto", "Vigencia", "Buenas, mi vigencia",
        lambda: [jpeg(unreadable(constancia(student, False, SCHOOL, issued=pen.ago(3)), 6))], row=Row.NO_FILE,
        program=Program.IPHONE,
    )  # fmt: skip
    return ends(student, Stage.FALTA_DOCUMENTO, step)


def _protected(pen: Pen, student: Person) -> Scene:
    def paper() -> bytes:
        return constancia(student, True, SCHOOL, issued=pen.ago(2))

    locked = pen.mail(
        student, "PDF con contraseña", "PDF protegido", "Constancia IMSS", "Adjunto constancia de vigencia.",
        lambda: [pdf(protect(paper(), "1234"))], row=Row.NO_FILE,
    )  # fmt: skip
    opened = pen.mail(
        student, "la misma, sin contraseña", "PDF", "Constancia IMSS", "Ya le quité la contraseña, disculpe",
        lambda: [pdf(paper())], row=Row.SCHOOL, wave=2,
    )  # fmt: skip
    return ends(student, Stage.HOJA_POR_ENTREGAR, locked, opened)


def _empty_file(pen: Pen, student: Person) -> Scene:
    step = pen.mail(
        student, "archivo vacío", "PDF de 0 bytes", "constancia de vigencia", "Le envio la constancia",
        lambda: [pdf(b"", "constancia.pdf")], row=Row.NO_FILE,
    )  # fmt: skip
    return ends(student, Stage.FALTA_DOCUMENTO, step)


def _empty_mail(pen: Pen, student: Person) -> Scene:
    step = pen.mail(student, "correo vacío", "sin adjunto", "Constancia de vigencia IMSS", "", row=Row.NO_FILE)
    return ends(student, Stage.FALTA_DOCUMENTO, step)


def _link(pen: Pen, student: Person) -> Scene:
    text = "Buenas tardes le comparto mi constancia de vigencia\nhttps://drive.google.com/file/d/1-quimera-no-existe/view?usp=sharing"
    step = pen.mail(student, "enlace en vez de archivo", "enlace", "Mi constancia de vigencia", text, row=Row.NO_FILE)
    return ends(student, Stage.FALTA_DOCUMENTO, step)


def _forgotten(pen: Pen, student: Person) -> Scene:
    bare = pen.mail(
        student, "olvidó adjuntar", "sin adjunto", "Constancia", "Buenas noches, adjunto mi constancia de vigencia.",
        row=Row.NO_FILE,
    )  # fmt: skip
    full = pen.mail(
        student, "ahora sí, no vigente", "PDF", "Constancia (ahora si)", "perdon olvide adjuntar, aqui esta",
        lambda: [pdf(constancia(student, False, SCHOOL, issued=pen.ago(1), ended=pen.ago(160)))], row=Row.NOT_VIGENTE,
    )  # fmt: skip
    return ends(student, Stage.ALTA_POR_TRAMITAR, bare, full)


def _refused(pen: Pen, student: Person) -> Scene:
    def picture() -> list[Attachment]:
        return [png(screenshot(papers.refusal(student, pen.ago(1))))]

    step = pen.mail(
        student, "el portal no lo encuentra", "captura de pantalla", "no me deja sacar la vigencia",
        "La pagina del imss me sale esto y no me deja", picture, row=Row.DOUBTFUL,
    )  # fmt: skip
    return ends(student, Stage.EN_REVISION, step)
