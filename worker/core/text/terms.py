"""The terms of the office's table that the code itself speaks of: the office may extend them, not rename them."""

from __future__ import annotations

from enum import StrEnum


class Term(StrEnum):
    """A term that must stand in `[terminos]`."""

    NO = "no"
    SI = "si"
    YA = "ya"
    Y = "y"
    O = "o"  # noqa: E741 - the Spanish word
    PERO = "pero"
    PORQUE = "porque"
    PARA = "para"
    QUIERO = "quiero"
    GUSTARIA = "gustaria"
    PEDIR = "pedir"
    NECESITO = "necesito"
    DEBO = "debo"
    PREGUNTAR = "preguntar"
    CLINICA = "clinica"
    HOJA = "hoja"
    TIEMPO = "tiempo"
    OTRA_ESCUELA = "otra_escuela"
    TRABAJO_ANTERIOR = "trabajo_anterior"
    TRABAJO = "trabajo"


class Plain(StrEnum):
    """A small word that must stay itself, in no other term."""

    LA = "la"
    LAS = "las"
    LOS = "los"
    DE = "de"
    DEL = "del"
    NUMERO = "numero"
