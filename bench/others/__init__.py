"""The papers that are no constancia, with what is true of them."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from bench.canvas import Drawn
from bench.others import imss, papers, persons
from bench.truth import About

Other = Callable[[random.Random], tuple[Drawn, About]]

OTHERS: Mapping[str, Other] = {
    "asignacion": imss.asignacion,
    "localizacion": imss.localizacion,
    "semanas": imss.semanas,
    "movimientos": imss.movimientos,
    "hoja": imss.hoja,
    "cartilla": imss.cartilla,
    "rechazo": imss.rechazo,
    "curp": persons.curp,
    "ine": persons.ine,
    "acta": persons.acta,
    "boleta": persons.boleta,
    "receta": persons.receta,
    "cfe": papers.light_bill,
    "smapa": papers.water_bill,
    "pago": papers.payment,
    "textura": papers.texture,
    "aviso": papers.notice,
}
IMPERSONAL = ("cfe", "smapa", "aviso")
"""Those that name no student."""
NO_PAPERS = frozenset({"textura"})
"""Those on which there is nothing to read."""
