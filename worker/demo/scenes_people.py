"""Scenes of people and machines that write in other ways: questions, relatives, servers, strangers."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from worker.core.cases import Stage
from worker.demo.constancias import constancia
from worker.demo.mails import LastReply, Letter, Program, bounce, forwarded, newsletter, out_of_office, pdf
from worker.demo.people import Person, parent, students
from worker.demo.school import EMPLOYER, SCHOOL, STUDENT_DOMAIN
from worker.demo.script import Expected, Mail, Order, Pen, Row, Scene, ends


def conversations(pen: Pen, cast: Iterator[Person]) -> list[Scene]:
    """The scenes, each with students of its own from `cast`."""
    return [
        *_questions(pen, cast),
        _graduate(pen, next(cast)),
        _mother(pen, next(cast), next(cast)),
        _forwarded(pen, next(cast)),
        _away(pen, next(cast)),
        _bounced(pen, next(cast)),
        _shop(pen),
        _stranger(pen),
    ]


def _questions(pen: Pen, cast: Iterator[Person]) -> list[Scene]:
    one, two = next(cast), next(cast)
    lost = pen.mail(
        one, "pregunta cómo afiliarse", "sin adjunto", "Duda",
        "hola buenas tardes disculpe como le ago para lo del seguro del imss esq soy de primer semestre y no c q "
        "tengo q mandar",
        row=Row.QUESTION,
    )  # fmt: skip
    asks = pen.mail(
        two, "pregunta por la constancia", "sin adjunto", "Información sobre afiliación",
        "Buenas tardes. ¿Dónde obtengo la constancia de vigencia de derechos para tramitar mi alta ante el IMSS?",
        row=Row.QUESTION, program=Program.OUTLOOK,
    )  # fmt: skip
    sends = pen.mail(
        two, "la constancia: no vigente", "PDF", "Constancia", "Listo, ya la descargué, se la envío.",
        lambda: [pdf(constancia(two, False, EMPLOYER, issued=pen.ago(0), ended=pen.ago(120), layout=2))],
        row=Row.NOT_VIGENTE, wave=2, program=Program.OUTLOOK,
    )  # fmt: skip
    return [ends(one, Stage.FALTA_DOCUMENTO, lost), ends(two, Stage.ALTA_POR_TRAMITAR, asks, sends)]


def _graduate(pen: Pen, student: Person) -> Scene:
    told = pen.mail(
        student, "dice que ya tiene su hoja", "sin adjunto", "carnet imss",
        "Buen día, ya cuento con mi hoja de afiliación. ¿Qué documentos llevo a la clínica para mi carnet?",
        row=Row.HAS_HOJA,
    )  # fmt: skip
    return ends(student, Stage.BAJA_POR_TRAMITAR, told, Order(student, "egresado", Row.GRADUATED))


def _mother(pen: Pen, elder: Person, younger: Person) -> Scene:
    mother = parent(elder, "M")
    both = pen.mail(
        mother, "una mamá manda las de sus dos hijos", "dos PDF", "constancias de mis hijos",
        "Buenos días, soy mamá de dos alumnos, le mando las constancias de vigencia de los dos. Gracias",
        lambda: [
            pdf(constancia(elder, True, SCHOOL, issued=pen.ago(2)), "constancia 1.pdf"),
            pdf(constancia(younger, False, SCHOOL, issued=pen.ago(2), ended=pen.ago(90), layout=2), "constancia 2.pdf"),
        ],
        row=Row.SCHOOL,
    )  # fmt: skip
    return Scene((both,), (Expected(elder, Stage.HOJA_POR_ENTREGAR), Expected(younger, Stage.ALTA_POR_TRAMITAR)))


def _forwarded(pen: Pen, student: Person) -> Scene:
    inner = pen.mail(
        student, "", "", "Tu constancia de vigencia", "Constancia solicitada.",
        lambda: [pdf(constancia(student, False, SCHOOL, issued=pen.ago(2), ended=pen.ago(75)), "VigenciaDerechos.pdf")],
    )  # fmt: skip

    def build(_: LastReply | None) -> bytes:
        outer = Letter(
            student.mail, student.display, pen.mailbox, "Fwd: Tu constancia de vigencia",
            "Le reenvio el correo con mi constancia", pen.sent(1, student.mail),
        )  # fmt: skip
        return forwarded(outer, inner.build(None))

    step = Mail("constancia: no vigente", "correo reenviado", student.mail, build, Row.NOT_VIGENTE, 1, student.mail)
    return ends(student, Stage.ALTA_POR_TRAMITAR, step)


def _away(pen: Pen, person: Person) -> Scene:
    student = dataclasses.replace(person, mail=f"l{person.nss[:8]}@{STUDENT_DOMAIN}")
    first = pen.mail(
        student, "constancia: no vigente", "PDF", "Alta IMSS", "Buen día, envío mi constancia de no vigencia.",
        lambda: [pdf(constancia(student, False, SCHOOL, issued=pen.ago(3), ended=pen.ago(210)))],
        row=Row.NOT_VIGENTE, program=Program.OUTLOOK,
    )  # fmt: skip

    def build(last: LastReply | None) -> bytes:
        return out_of_office(
            Letter(
                student.mail, student.display, pen.mailbox, f"Respuesta automática: {last.subject if last else ''}",
                "Estoy fuera de la oficina por residencias y regreso el lunes. Responderé a mi regreso.",
                pen.sent(2, student.mail, last), answers=last,
            )
        )  # fmt: skip

    away = Mail("respuesta automática de ausencia", "automático", student.mail, build, None, 2, student.mail)
    return ends(student, Stage.ALTA_POR_TRAMITAR, first, away)


def _bounced(pen: Pen, student: Person) -> Scene:
    first = pen.mail(
        student, "constancia: vigente por el Tecnológico", "PDF", "vigencia imss", "mando mi vigencia por favor",
        lambda: [pdf(constancia(student, True, SCHOOL, issued=pen.ago(1), layout=2))], row=Row.SCHOOL,
    )  # fmt: skip

    def build(last: LastReply | None) -> bytes:
        return bounce(student.mail, pen.mailbox, pen.sent(2, student.mail, last), last)

    daemon = f"MAILER-DAEMON@{student.mail.partition('@')[2]}"
    back = Mail("nuestra respuesta rebota", "automático", daemon, build, None, 2, student.mail)
    return ends(student, Stage.HOJA_POR_ENTREGAR, first, back)


def _shop(pen: Pen) -> Scene:
    address = "novedades@tienda.example"

    def build(_: LastReply | None) -> bytes:
        text = "Esta semana: libretas y mochilas con 20 % de descuento. ¡No te lo pierdas!"
        return newsletter(
            Letter(address, "Tienda Quimera", pen.mailbox, "Ofertas de la semana", text, pen.sent(1, address))
        )

    return Scene((Mail("boletín de una tienda", "automático", address, build, about=address),))


def _stranger(pen: Pen) -> Scene:
    stranger = dataclasses.replace(parent(students(1, seed=7)[0], "H"), mail="arquitecto.ficticio@example.com")
    step = pen.mail(
        stranger, "correo ajeno", "sin adjunto", "Reunión del viernes",
        "Hola, confirmo la reunión del viernes a las 10 en la sala 2. Llevo los planos. Saludos.", row=Row.AJENO,
    )  # fmt: skip
    return Scene((step,))
