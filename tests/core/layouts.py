"""Constancias in layouts of our own: the same facts, set each time in another way. Drawn by `pages`."""

from __future__ import annotations

from tests.core.people import Person, chance

SEALS = """
Cadena original:
||Invocante:[VIGENCIA]|folio:71190460015|fecha:2026-05-23T13:14:53|GorX6txekzPvk1McuBJvP2Wl|283224513186561||
Sello digital:
zAvfA2fDakeqUZv8dsWJAkCUFWQl2KF8dwcuFp8Ha658fSfLDb5AZqPoqKnbHyde5nWzwrRGNXgHyYPa3WtD3bpLEPG8
Secuencia notarial: 12345678903   No. de serie del certificado: 20578130686988375294
"""

TITLED = "INSTITUTO MEXICANO DEL SEGURO SOCIAL\n          Constancia de Vigencia de Derechos\n\n"

LAYOUTS = {
    "left": """
Folio: {by_chance}                 TUXTLA GUTIERREZ, CHIAPAS, a 23 de mayo de 2026

Nombre:                            {name}
CURP:                              {curp}
Número de Seguridad Social:        {nss}
UMF:                               13
Teléfono:                          {other}
Vigente:                           NO
Registro patronal:                 Y5412345328
""",
    "left without colons": """
                                   Fecha de constancia 23/05/2026
No. de Seguridad Social            {nss}
Nombre del derechohabiente         {name}
CURP                               {curp}
Teléfono                           {by_chance}
Con derecho al servicio médico     NO
""",
    "above in two columns": """
                                          Fecha de emisión
                                          23/05/2026
NÚMERO DE SEGURIDAD SOCIAL                NOMBRE
{nss:<40}  {name}
FOLIO                                     CURP
{by_chance:<40}  {curp}
CON DERECHO A SERVICIO MEDICO             TELÉFONO
NO                                        {other}
""",
    "table with a header row": """
                                                                     Expedida el 23 de mayo de 2026
NSS                 CURP                     Nombre                             Vigencia
{nss:<18}  {curp:<23}  {name:<33}   NO VIGENTE

Folio               Registro patronal        Delegación
{by_chance:<18}  Y5412345328              CHIAPAS
""",
    "table with a header row of two lines": """
                                                                     Expedida el 23 de mayo de 2026
Número de           Clave Única de           Nombre del                         Con derecho al
Seguridad Social    Registro de Población    asegurado                          servicio médico
{nss:<18}  {curp:<23}  {name:<33}   NO
""",
    "surnames apart": """
Fecha de expedición:   23 de mayo de 2026
PRIMER APELLIDO        SEGUNDO APELLIDO       NOMBRE(S)
{first:<21}  {second:<21}  {given}
CURP                   NSS                    SEXO
{curp:<21}  {nss:<21}  X
VIGENTE: NO            FOLIO: {by_chance}
""",
    "surnames apart at the left": """
Fecha de expedición:   23 de mayo de 2026
Nombre(s):             {given}
Apellido paterno:      {first}
Apellido materno:      {second}
CURP:                  {curp}
N.S.S.:                {nss}
Vigencia:              NO VIGENTE
""",
    "surnames first": """
Fecha de constancia:   23/05/2026
Apellidos y nombre:    {first} {second} {given}
C.U.R.P.:              {curp}
Núm. de Seg. Social:   {nss}
Estatus:               BAJA
""",
    "prose": """
Tuxtla Gutiérrez, Chiapas, a 23 de mayo de 2026.
El Instituto Mexicano del Seguro Social hace constar que el C. {name},
con Clave Única de Registro de Población {curp} y con Número de Seguridad
Social {nss}, no se encuentra vigente en sus derechos. Folio {by_chance}.
""",
    "portal": """
IMSS Digital                               {by_chance}
¡Hola, {given}!
Consulta realizada el 23/05/2026 10:22
Constancia de Vigencia de Derechos
NSS
{nss}
CURP
{curp}
Nombre completo
{name}
Con derecho al servicio médico
NO
""",
    "app with values set right": """
9:41                                                           85%
Mi vigencia
Nombre                      {name:>40}
NSS                         {nss:>40}
CURP                        {curp:>40}
Clínica                     {clinic:>40}
Vigente                     {no:>40}
Fecha de consulta           {day:>40}
""",
    "ruled boxes": """
| Nombre | {name} | CURP | {curp} |
| Número de Seguridad Social (NSS) | {nss} | Turno | MATUTINO |
| Folio | {by_chance} | Vigente | NO |
| Fecha de emisión | 23/05/2026 | UMF | 13 |
""",
    "digits in boxes": """
Fecha de emisión: 23/05/2026
Nombre:                        {name}
CURP:                          {curp}
Número de Seguridad Social:    {boxes}
Vigente:                       NO
""",
    "digits in boxes under their label": """
Fecha de emisión: 23/05/2026
Nombre:                        {name}
CURP:                          {curp}
Número de Seguridad Social
{boxes}
Vigente:                       NO
""",
    "blanks lost": """
TUXTLAGUTIERREZ,CHIAPAS,a 23 de mayo de 2026
Númerode Seguridad Social:{nss}
Nombre delasegurado:{name}
CURP:{curp}
Con derechoal servicio médico:NO
Registropatronal:Y5412345328
""",
    "colons lost too": """
Fecha deconstancia 23/05/2026
Númerode SeguridadSocial{nss}
NombreCompleto     {name}
CURP{curp}
Vigente     NO
""",
    "titular apart": """
Fecha de emisión: 23/05/2026
NSS del titular:               {other}
Nombre del titular:            JUAN PEREZ LOPEZ
NSS de la madre:               {by_chance}
NSS:                           {nss}
Nombre:                        {name}
CURP:                          {curp}
Vigente:                       NO
""",
    "patron above": """
Fecha de emisión: 23/05/2026
Registro patronal: Y5412345328     Nombre o razón social: INSTITUTO TECNOLOGICO DE PRUEBA
NSS: {nss}      CURP: {curp}
Nombre: {name}
Vigente: NO
""",
    "label below its value": """
                            23 de mayo de 2026
                            Fecha de emisión
{name:<40}  {curp}
Nombre del asegurado                      CURP

{nss:<40}  NO
Número de Seguridad Social                Vigente
""",
    "long label on two lines": """
Fecha de emisión:      23/05/2026
Nombre del             {name}
derechohabiente:
Número de Seguridad
Social (NSS):          {nss}
CURP:                  {curp}
Con derecho al         NO
servicio médico:
""",
    "a name on two lines": """
Fecha de emisión:      23/05/2026
Nombre:                {given}
                       {first} {second}
CURP:                  {curp}
NSS:                   {nss}
Vigente:               NO
""",
}


def layout(template: str, person: Person, nss: str, title: str = TITLED) -> str:
    """A layout filled with a person's facts; `nss` as it is to be printed."""
    return (
        title
        + template.format(
            name=person.name,
            given=person.given,
            first=person.first,
            second=person.second,
            curp=person.curp,
            nss=nss,
            boxes="   ".join(person.nss),
            by_chance=chance("7119046001"),
            other=chance("9291908443"),
            no="NO",
            clinic="UMF 13",
            day="23/05/2026",
        )
        + SEALS
    )


def printed(nss: str) -> tuple[str, ...]:
    """An NSS in every form that is known: plain, with hyphens, with spaces, full-width."""
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in nss)
    parts = (nss[:2], nss[2:4], nss[4:6], nss[6:10], nss[10])
    return nss, "-".join(parts), " ".join(parts), f"{nss[:10]}-{nss[10]}", f"{nss[:4]} {nss[4:]}", wide
