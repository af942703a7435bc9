"""The words that papers use as labels. A new wording is one line here."""

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
    OTHER = auto()


WORDS: dict[Field, tuple[str, ...]] = {
    Field.NSS: (
        "NUMERO DE SEGURIDAD SOCIAL NSS",
        "NUMERO DE SEGURIDAD SOCIAL",
        "NUMERO DE SEGURO SOCIAL",
        "NO DE SEGURIDAD SOCIAL NSS",
        "NO DE SEGURIDAD SOCIAL",
        "NUM DE SEGURIDAD SOCIAL",
        "NUMERO SEGURIDAD SOCIAL",
        "NUMERO DE AFILIACION",
        "NSS DEL ASEGURADO",
        "NSS",
    ),
    Field.CURP: (
        "CLAVE UNICA DE REGISTRO DE POBLACION CURP",
        "CLAVE UNICA DE REGISTRO DE POBLACION",
        "CLAVE UNICA DE REGISTRO POBLACIONAL",
        "CURP DEL ASEGURADO",
        "CURP",
    ),
    Field.NAME: (
        "NOMBRE DEL ASEGURADOA",
        "NOMBRE DEL ASEGURADO",
        "NOMBRE DE LA PERSONA ASEGURADA",
        "NOMBRE DEL DERECHOHABIENTE",
        "NOMBRE DEL BENEFICIARIO",
        "NOMBRE DEL ESTUDIANTE",
        "NOMBRE DEL TRABAJADOR",
        "NOMBRE DEL SOLICITANTE",
        "NOMBRE COMPLETO",
        "NOMBRES Y APELLIDOS",
        "NOMBRE Y APELLIDOS",
        "APELLIDOS Y NOMBRES",
        "APELLIDOS Y NOMBRE",
        "NOMBRE",
        "ASEGURADO",
        "ASEGURADOA",
        "DERECHOHABIENTE",
        "PERSONA ASEGURADA",
    ),
    Field.GIVEN: ("NOMBRES", "NOMBRE DE PILA"),
    Field.FIRST_SURNAME: ("PRIMER APELLIDO", "APELLIDO PATERNO"),
    Field.SECOND_SURNAME: ("SEGUNDO APELLIDO", "APELLIDO MATERNO"),
    Field.YES_NO: (
        "CON DERECHO AL SERVICIO MEDICO",
        "CON DERECHO A SERVICIO MEDICO",
        "CON DERECHO A SERVICIOS MEDICOS",
        "CON DERECHO A LOS SERVICIOS MEDICOS",
        "CON DERECHO A ATENCION MEDICA",
        "TIENE DERECHO AL SERVICIO MEDICO",
        "DERECHO AL SERVICIO MEDICO",
        "DERECHO A SERVICIO MEDICO",
        "SE ENCUENTRA VIGENTE",
        "CON DERECHO",
        "VIGENTE",
    ),
    Field.STATUS: (
        "ESTATUS DE VIGENCIA",
        "ESTATUS DE DERECHOS",
        "ESTATUS DEL ASEGURADO",
        "ESTATUS DEL DERECHOHABIENTE",
        "ESTADO DE VIGENCIA",
        "ESTADO DEL ASEGURADO",
        "SITUACION DEL ASEGURADO",
        "SITUACION DE DERECHOS",
        "SITUACION DE VIGENCIA",
        "SITUACION ACTUAL",
        "VIGENCIA DE DERECHOS",
        "VIGENCIA DEL DERECHO",
        "ESTATUS ACTUAL",
        "ESTATUS",
        "STATUS",
        "SITUACION",
        "CONDICION",
        "VIGENCIA",
    ),
    Field.UNTIL: (
        "VIGENTE HASTA",
        "VIGENCIA HASTA",
        "VIGENTE HASTA EL",
        "CON VIGENCIA HASTA",
        "FIN DE VIGENCIA",
        "FECHA FIN DE VIGENCIA",
        "VENCIMIENTO",
        "FECHA DE VENCIMIENTO",
        "VIGENTE DESDE",
        "FECHA DE BAJA",
    ),
    Field.ISSUED: (
        "FECHA DE CONSTANCIA",
        "FECHA DE LA CONSTANCIA",
        "FECHA DE EMISION",
        "FECHA DE EXPEDICION",
        "FECHA DE ELABORACION",
        "FECHA DE IMPRESION",
        "FECHA DE CONSULTA",
        "FECHA Y HORA DE EMISION",
        "FECHA Y HORA DE CONSULTA",
        "LUGAR Y FECHA",
        "EMITIDA EL",
        "EXPEDIDA EL",
        "FECHA",
    ),
    Field.AGREGADO: ("AGREGADO MEDICO", "AGREGADO"),
    Field.TIPO: (
        "TIPO DE ASEGURADO",
        "TIPO DE DERECHOHABIENTE",
        "TIPO DE ASEGURAMIENTO",
        "TIPO DE BENEFICIARIO",
        "CALIDAD DEL DERECHOHABIENTE",
        "CALIDAD",
    ),
    Field.MODALIDAD: (
        "MODALIDAD DE ASEGURAMIENTO",
        "MODALIDAD DE INCORPORACION",
        "MODALIDAD",
        "REGIMEN DE ASEGURAMIENTO",
        "TIPO DE SEGURO",
        "ESQUEMA DE ASEGURAMIENTO",
    ),
    Field.REGISTRO: ("REGISTRO PATRONAL", "NUMERO DE REGISTRO PATRONAL", "REG PATRONAL", "NRP"),
    Field.PATRON: (
        "NOMBRE O RAZON SOCIAL DEL PATRON",
        "NOMBRE DENOMINACION O RAZON SOCIAL",
        "DENOMINACION O RAZON SOCIAL",
        "NOMBRE O RAZON SOCIAL",
        "NOMBRE RAZON SOCIAL",
        "NOMBRE DEL PATRON",
        "PATRON O SUJETO OBLIGADO",
        "PATRON SUJETO OBLIGADO",
        "RAZON SOCIAL",
        "INSTITUCION EDUCATIVA",
        "PATRON",
        "EMPRESA",
    ),
    Field.RELATIVE: (
        "NUMERO DE SEGURIDAD SOCIAL DEL TITULAR",
        "NUMERO DE SEGURIDAD SOCIAL NSS DEL TITULAR",
        "NO DE SEGURIDAD SOCIAL DEL TITULAR",
        "NSS DEL TITULAR",
        "NSS TITULAR",
        "CURP DEL TITULAR",
        "CURP TITULAR",
        "NOMBRE DEL ASEGURADO TITULAR",
        "NOMBRE DEL TITULAR",
        "NOMBRE TITULAR",
        "ASEGURADO TITULAR",
        "TITULAR",
        "BENEFICIARIO DE",
    ),
    Field.OTHER: (
        "FOLIO",
        "TELEFONO",
        "TURNO",
        "ESTADO",
        "CONSULTORIO",
        "UMF",
        "UNIDAD DE MEDICINA FAMILIAR",
        "UNIDAD MEDICA FAMILIAR",
        "UNIDAD DE ADSCRIPCION",
        "CLINICA DE ADSCRIPCION",
        "CLINICA",
        "DELEGACION",
        "SUBDELEGACION",
        "OOAD",
        "SEXO",
        "GENERO",
        "FECHA DE NACIMIENTO",
        "LUGAR DE NACIMIENTO",
        "ENTIDAD DE NACIMIENTO",
        "NACIMIENTO",
        "FECHA DE ALTA",
        "FECHA DE INGRESO",
        "EDAD",
        "PARENTESCO",
        "DOMICILIO",
        "CORREO ELECTRONICO",
        "CORREO",
        "NACIONALIDAD",
        "RFC",
        "MATRICULA",
        "NUMERO DE CONTROL",
        "SALARIO BASE DE COTIZACION",
        "OCUPACION",
        "ENTIDAD DE REGISTRO",
        "CLAVE DE ELECTOR",
        "SECCION",
        "OBSERVACIONES",
        "CADENA ORIGINAL",
        "SELLO DIGITAL",
        "SECUENCIA NOTARIAL",
        "NO DE SERIE DEL CERTIFICADO",
        "DATOS DEL ASEGURADO",
        "DATOS DEL DERECHOHABIENTE",
        "DATOS GENERALES",
        "ADSCRIPCION",
        "ASEGURAMIENTO",
    ),
}

NEEDS_COLON = frozenset(
    {
        "TITULAR",
        "ASEGURADO",
        "ASEGURADOA",
        "DERECHOHABIENTE",
        "PERSONAASEGURADA",
        "BENEFICIARIODE",
        "ASEGURADOTITULAR",
        "FECHA",
    }
)
"""Labels that are values as often: they count only with their colon. Written without blanks."""
