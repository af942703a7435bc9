"""What the labels of papers announce."""

from __future__ import annotations

from enum import Enum, auto


class Field(Enum):
    """What a label announces. `OTHER` are labels whose values are of no use here, but end the value before them."""

    NSS = auto()
    CURP = auto()
    NAME = auto()
    GIVEN = auto()
    FIRST_SURNAME = auto()
    SECOND_SURNAME = auto()
    YES_NO = auto()
    STATUS = auto()
    UNTIL = auto()
    ISSUED = auto()
    AGREGADO = auto()
    TIPO = auto()
    MODALIDAD = auto()
    REGISTRO = auto()
    PATRON = auto()
    RELATIVE = auto()
    CLINIC = auto()
    OTHER = auto()
