"""The layouts of a constancia. Those in `HELD` are kept apart: nobody tunes the reading on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bench.canvas import Drawn
from bench.content import Content
from bench.layouts import forms, held, letters, screens, tables

Layout = Callable[[Content], Drawn]

TUNED: Mapping[str, Layout] = {
    "ficha": forms.ficha,
    "columnas": forms.columnas,
    "casillas": forms.casillas,
    "tabla": tables.tabla,
    "oficio": letters.oficio,
    "app": screens.app,
    "navegador": screens.navegador,
    "credencial": screens.credencial,
}
HELD: Mapping[str, Layout] = {
    "recibo": held.recibo,
    "matriz": held.matriz,
    "encima": held.encima,
    "apaisado": held.apaisado,
    "corrido": held.corrido,
}
LAYOUTS: Mapping[str, Layout] = {**TUNED, **HELD}
SCREENS = frozenset({"app", "navegador", "credencial", "rechazo"})
"""Papers that live on a screen: they come as screenshots or photos of it, never as sheets of paper."""
