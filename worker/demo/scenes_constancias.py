"""Scenes in which a constancia de vigencia comes in, one for each thing that it can say."""

from __future__ import annotations

from collections.abc import Iterator

from worker.core.cases import Stage
from worker.demo.constancias import constancia
from worker.demo.mails import Program, jpeg, pdf, png
from worker.demo.people import Person, parent
from worker.demo.photo import photo, scan, screenshot, turned
from worker.demo.school import BACHILLERATO, EMPLOYER, PROGRAMME, SCHOOL, SCHOOL_SHORT, through
from worker.demo.script import Mail, Order, Pen, Row, Scene, ends


def constancias(pen: Pen, cast: Iterator[Person]) -> list[Scene]:
    """The scenes, each with students of its own from `cast`."""
    return [
        *_through_school(pen, cast),
        *_not_vigente(pen, cast),
        *_other_school(pen, cast),
        *_other_bodies(pen, cast),
        *_old(pen, cast),
        _contradictory(pen, next(cast)),
    ]


def _through_school(pen: Pen, cast: Iterator[Person]) -> list[Scene]:
    one, two, three = next(cast), next(cast), next(cast)
    twice = pen.mail(
        one, "constancia: vigente por el Tecnológico", "PDF", "Vigencia de derechos",
        "Buenas tardes, le mando mi constancia de vigencia que me pidieron. Quedo al pendiente.",
        lambda: [pdf(constancia(one, True, SCHOOL, issued=pen.ago(3)))], row=Row.SCHOOL,
    )  # fmt: skip
    again = Mail("el mismo correo otra vez", "PDF", twice.sender, twice.build, about=twice.about)
    scanned = pen.mail(
        two, "constancia: vigente por el Tecnológico", "PDF escaneado", "constancia imss",
        "Buen dia, adjunto mi constancia escaneada. Saludos",
        lambda: [pdf(scan(constancia(two, True, SCHOOL_SHORT, issued=pen.ago(5), layout=2), 1), "CamScanner.pdf")],
        row=Row.SCHOOL, program=Program.OUTLOOK,
    )  # fmt: skip
    graduate = pen.mail(
        three, "constancia: vigente por el Tecnológico", "PDF", "Vigencia IMSS",
        "le envio mi vigencia, soy de 9no semestre",
        lambda: [pdf(constancia(three, True, SCHOOL, issued=pen.ago(1), layout=2), "vigencia.pdf")], row=Row.SCHOOL,
    )  # fmt: skip
    thanks = pen.mail(one, "da las gracias", "sin adjunto", "Gracias", "Muchas gracias!! 🙏", wave=2)
    return [
        ends(one, Stage.HOJA_POR_ENTREGAR, twice, again, thanks),
        ends(two, Stage.AFILIADO, scanned, Order(two, "hoja entregada", Row.HOJA_GIVEN)),
        ends(
            three, Stage.CERRADO, graduate, Order(three, "hoja entregada", Row.HOJA_GIVEN),
            Order(three, "egresado", Row.GRADUATED, 3), Order(three, "baja hecha", Row.GRADUATED, 4),
        ),
    ]  # fmt: skip


def _not_vigente(pen: Pen, cast: Iterator[Person]) -> list[Scene]:
    one, two, three = next(cast), next(cast), next(cast)
    photographed = pen.mail(
        one, "constancia: no vigente", "foto", "alta imss",
        "buenas tardes maestra le mando foto de mi vigencia me sale q no estoy vigente",
        lambda: [jpeg(photo(constancia(one, False, BACHILLERATO, issued=pen.ago(2), ended=pen.ago(80)), 3))],
        row=Row.NOT_VIGENTE, program=Program.IPHONE,
    )  # fmt: skip
    clinic = pen.mail(
        one, "dice su clínica", "sin adjunto", "clinica", "La umf 25 porfa, la que esta enfrente del crit",
        row=Row.CLINIC, wave=2, program=Program.IPHONE,
    )  # fmt: skip
    scanned = pen.mail(
        two, "constancia: no vigente", "PDF escaneado", "Constancia de no vigencia",
        "Buenos días. Anexo constancia escaneada para que me den de alta. Gracias.",
        lambda: [pdf(scan(constancia(two, False, SCHOOL, issued=pen.ago(4), ended=pen.ago(400), layout=2), 2))],
        row=Row.NOT_VIGENTE,
    )  # fmt: skip
    captured = pen.mail(
        three, "constancia: no vigente", "captura de pantalla", "seguro facultativo", "hola le paso la captura",
        lambda: [png(screenshot(constancia(three, False, EMPLOYER, issued=pen.ago(1), ended=pen.ago(200))))],
        row=Row.NOT_VIGENTE,
    )  # fmt: skip
    asks = pen.mail(
        three, "pregunta cómo va", "sin adjunto", "duda", "Disculpe, ¿cómo va mi trámite? ya no supe que sigue", wave=4
    )
    return [
        ends(one, Stage.ALTA_POR_TRAMITAR, photographed, clinic),
        ends(two, Stage.HOJA_POR_ENTREGAR, scanned, Order(two, "alta hecha", Row.ALTA_DONE)),
        ends(
            three, Stage.AFILIADO, captured, Order(three, "alta hecha", Row.ALTA_DONE),
            Order(three, "hoja entregada", Row.HOJA_GIVEN, 3), asks,
        ),
    ]  # fmt: skip


def _other_school(pen: Pen, cast: Iterator[Person]) -> list[Scene]:
    one, two = next(cast), next(cast)
    first = pen.mail(
        one, "constancia: vigente por su bachillerato", "PDF", "Mi vigencia de derechos",
        "Hola buen día, mando mi constancia de vigencia.",
        lambda: [pdf(constancia(one, True, BACHILLERATO, issued=pen.ago(2), layout=2))], row=Row.OTHER_SCHOOL,
    )  # fmt: skip
    sideways = pen.mail(
        two, "constancia: vigente por su bachillerato", "foto girada", "constancia",
        "Aqui esta mi constancia, perdon si salio de lado",
        lambda: [jpeg(turned(photo(constancia(two, True, BACHILLERATO, issued=pen.ago(6)), 8), 90))],
        row=Row.OTHER_SCHOOL,
    )  # fmt: skip
    after = pen.mail(
        two, "constancia nueva, tras la baja", "PDF", "baja",
        "Ya fui al cobach y me dieron de baja, le mando la nueva constancia",
        lambda: [pdf(constancia(two, False, BACHILLERATO, issued=pen.ago(0), ended=pen.ago(1)), "nueva.pdf")],
        row=Row.NOT_VIGENTE, wave=2,
    )  # fmt: skip
    return [ends(one, Stage.BAJA_PENDIENTE, first), ends(two, Stage.ALTA_POR_TRAMITAR, sideways, after)]


def _other_bodies(pen: Pen, cast: Iterator[Person]) -> list[Scene]:
    worker, child, trainee, lent = next(cast), next(cast), next(cast), next(cast)
    father = parent(lent, "H")
    employed = pen.mail(
        worker, "constancia: vigente por un empleo", "captura de pantalla", "IMSS",
        "buenas noches yo trabajo los fines de semana, le mando mi constancia",
        lambda: [png(screenshot(constancia(worker, True, EMPLOYER, issued=pen.ago(3), layout=2)))], row=Row.OTHER_BODY,
    )  # fmt: skip
    beneficiary = pen.mail(
        child, "constancia: vigente por su papá", "PDF", "Constancia de vigencia",
        "Buenas tardes, aparezco asegurado por mi papá. Adjunto constancia.",
        lambda: [pdf(constancia(child, True, through(parent(child, "H")), issued=pen.ago(4)))], row=Row.OTHER_BODY,
    )  # fmt: skip
    programme = pen.mail(
        trainee, "constancia: vigente por un programa", "PDF", "vigencia", "envio mi constancia, estuve en jovenes",
        lambda: [pdf(constancia(trainee, True, PROGRAMME, issued=pen.ago(1), layout=2))], row=Row.OTHER_BODY,
    )  # fmt: skip
    fathers = pen.mail(
        lent, "constancia del papá, no la suya", "PDF", "mi constancia", "Hola, aqui esta mi constancia de vigencia",
        lambda: [pdf(constancia(father, True, EMPLOYER, issued=pen.ago(2), beneficiaries=(lent,)))], row=Row.DOUBTFUL,
    )  # fmt: skip
    return [
        ends(worker, Stage.EN_REVISION, employed),
        ends(child, Stage.EN_REVISION, beneficiary),
        ends(trainee, Stage.EN_REVISION, programme),
        ends(lent, Stage.EN_REVISION, fathers),
    ]


def _old(pen: Pen, cast: Iterator[Person]) -> list[Scene]:
    one, two = next(cast), next(cast)
    vigente = pen.mail(
        one, "constancia de hace 47 días: vigente", "PDF", "Constancia vigencia", "Le mando la constancia que ya tenía",
        lambda: [pdf(constancia(one, True, SCHOOL, issued=pen.ago(47)))], row=Row.OLD,
    )  # fmt: skip
    ended = pen.mail(
        two, "constancia de hace 62 días: no vigente", "PDF", "Alta en el IMSS",
        "Buen día, adjunto mi constancia, no estoy vigente.",
        lambda: [pdf(constancia(two, False, SCHOOL, issued=pen.ago(62), ended=pen.ago(300), layout=2))], row=Row.OLD,
    )  # fmt: skip
    return [ends(one, Stage.FALTA_DOCUMENTO, vigente), ends(two, Stage.ALTA_POR_TRAMITAR, ended)]


def _contradictory(pen: Pen, student: Person) -> Scene:
    both = pen.mail(
        student, "dos constancias que se contradicen", "PDF", "constancias",
        "No sé cuál es la buena, le mando las dos que me dio el portal.",
        lambda: [
            pdf(constancia(student, True, SCHOOL, issued=pen.ago(2)), "constancia.pdf"),
            pdf(constancia(student, False, SCHOOL, issued=pen.ago(2), ended=pen.ago(30)), "constancia (1).pdf"),
        ],
        row=Row.DOUBTFUL,
    )  # fmt: skip
    return ends(student, Stage.EN_REVISION, both)
