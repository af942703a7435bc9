"""Every hostile file: how it is made, what becomes of it, and what the student is told.

`outcome` is what `core.interpret` makes of it; `says` a pattern that the problems which the student is told have, empty
where the file is read as if nothing were wrong with it. One line a file, so that a person sees them all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tests.hostile import archives, others, pdfs, pictures
from worker.core.types import Document

CONSTANCIA, OTRO, ILEGIBLE = Document.CONSTANCIA, Document.OTRO, Document.ILEGIBLE
PROTEGIDO, VACIO = Document.PROTEGIDO, Document.VACIO

UNPACKED = "demasiado al descomprimirse"
ENTRIES = "demasiados archivos"
NESTED = "una dentro de otra"
DAMAGED = "dañado"
PAGES = "páginas; se leen hasta"
PIXELS = "demasiados píxeles"
PASSWORD = "protegido con contraseña"
SLOW = "tardó demasiado"
MEMORY = "demasiada memoria"
TOO_MUCH = f"{SLOW}|{MEMORY}"
BLANK = "hoja está en blanco"
DARK = "foto está muy oscura"
FOREIGN = "No se puede leer este tipo de archivo"


@dataclass(frozen=True)
class Case:
    """One hostile file."""

    name: str
    make: Callable[[], bytes]
    outcome: Document
    says: str = ""


ARCHIVES = (
    Case("ZIP: cuatro gigabytes en un archivo", archives.flat_bomb, ILEGIBLE, UNPACKED),
    Case("ZIP: los mismos, dice cien bytes", archives.lying_bomb, ILEGIBLE, DAMAGED),
    Case("ZIP: diez dentro de otro", archives.nested_bomb, ILEGIBLE, NESTED),
    Case("ZIP: 16 × 16 archivos", archives.broad_bomb, ILEGIBLE, ENTRIES),
    Case("ZIP: 60,000 archivos vacíos", archives.many_entries, ILEGIBLE, ENTRIES),
    Case("ZIP: 2,000 veces los mismos 100 MB", archives.overlapping_bomb, ILEGIBLE, ENTRIES),
    Case("ZIP: nombres con ../ y /", archives.traversal, CONSTANCIA),
    Case("ZIP: nombres con NUL, controles, de derecha a izquierda, de 4,000 letras", archives.odd_names, CONSTANCIA),
    Case("ZIP: enlace a /etc/passwd", archives.symlink, ILEGIBLE, FOREIGN),
    Case("ZIP: con contraseña", archives.locked, PROTEGIDO, PASSWORD),
    Case("ZIP: método desconocido", archives.unknown_method, ILEGIBLE, DAMAGED),
    Case("ZIP: sin directorio", archives.cut_directory, ILEGIBLE, DAMAGED),
    Case("DOCX: entidad externa file:///etc/passwd", archives.external_entity, CONSTANCIA),
    Case("DOCX: plantilla e imagen de otro servidor", partial(archives.remote_template, 9), CONSTANCIA),
    Case("DOCX: mil millones de risas", archives.laughs, ILEGIBLE, DAMAGED),
    Case("DOCX: XML de 100,000 niveles", archives.deep_xml, ILEGIBLE, DAMAGED),
    Case("DOCX: un gigabyte de texto", archives.xml_bomb, ILEGIBLE, UNPACKED),
    Case("DOCX: 200 imágenes", archives.picture_bomb, ILEGIBLE, ENTRIES),
)
PDFS = (
    Case("PDF: 10,000 páginas", pdfs.many_pages, ILEGIBLE, PAGES),
    Case("PDF: dice tener dos mil millones de páginas", pdfs.claimed_pages, CONSTANCIA),
    Case("PDF: página de mil millones de puntos", pdfs.huge_box, VACIO, BLANK),
    Case("PDF: página 100,000 veces más larga que ancha", pdfs.long_box, VACIO, BLANK),
    Case("PDF: página sin superficie", pdfs.empty_box, CONSTANCIA),
    Case("PDF: unidad de un kilómetro", pdfs.huge_unit, CONSTANCIA),
    Case("PDF: 200,000 arreglos anidados", pdfs.deep_arrays, CONSTANCIA),
    Case("PDF: 100,000 diccionarios anidados", pdfs.deep_dictionaries, CONSTANCIA),
    Case("PDF: un millón de estados guardados", pdfs.deep_drawing, ILEGIBLE, TOO_MUCH),
    Case("PDF: árbol de páginas de 5,000 niveles", pdfs.deep_tree, ILEGIBLE, DAMAGED),
    Case("PDF: árbol de páginas en círculo", pdfs.looping_tree, ILEGIBLE, DAMAGED),
    Case("PDF: dibujo de cuatro gigabytes", pdfs.drawing_bomb, ILEGIBLE, TOO_MUCH),
    Case("PDF: dibujo comprimido dos veces", pdfs.filter_bomb, ILEGIBLE, TOO_MUCH),
    Case("PDF: imagen de 30,000 × 30,000", pdfs.picture_bomb, ILEGIBLE, PIXELS),
    Case("PDF: objetos de dos gigabytes", pdfs.object_bomb, ILEGIBLE, TOO_MUCH),
    Case("PDF: dibujos que se llaman 20^10 veces", pdfs.form_bomb, ILEGIBLE, SLOW),
    Case("PDF: dibujo que se llama a sí mismo", pdfs.form_loop, ILEGIBLE, TOO_MUCH),
    Case("PDF: mosaico de 10^15 piezas", pdfs.tiling_bomb, ILEGIBLE, SLOW),
    Case("PDF: tres millones de líneas", pdfs.line_bomb, ILEGIBLE, SLOW),
    Case("PDF: cinco millones de palabras", pdfs.text_bomb, ILEGIBLE, TOO_MUCH),
    Case("PDF: JPEG que dice 65,000 × 65,000", partial(pdfs.photo_bomb, 65_000), ILEGIBLE, PIXELS),
    Case("PDF: el mismo, dice 900 × 560", partial(pdfs.photo_bomb, 900), VACIO, BLANK),
    Case("PDF: JPEG 2000 de 60,000 × 60,000", pdfs.jpx_bomb, ILEGIBLE, PIXELS),
    Case("PDF: tabla de referencias en círculo", pdfs.xref_loop, CONSTANCIA),
    Case("PDF: tabla de referencias fuera del archivo", pdfs.xref_rubbish, CONSTANCIA),
    Case("PDF: longitud que está en sí misma", pdfs.length_loop, CONSTANCIA),
    Case("PDF: JavaScript, programas y archivos dentro", partial(pdfs.with_actions, "/tmp/taken-over", 9), CONSTANCIA),
    Case("PDF: cifrado sin contraseña, RC4", partial(pdfs.encrypted, "", 3), CONSTANCIA),
    Case("PDF: cifrado sin contraseña, AES-256", partial(pdfs.encrypted, "", 6), CONSTANCIA),
    Case("PDF: cifrado con contraseña, RC4", partial(pdfs.encrypted, "secreta", 3), PROTEGIDO, PASSWORD),
    Case("PDF: cifrado con contraseña, AES-256", partial(pdfs.encrypted, "secreta", 6), PROTEGIDO, PASSWORD),
)
PICTURES = (
    Case("PNG: dice 65,000 × 65,000", pictures.png_header, ILEGIBLE, PIXELS),
    Case("PNG: 65,000 × 65,000 de verdad", pictures.png_bomb, ILEGIBLE, PIXELS),
    Case("PNG: el más grande que se lee, negro", pictures.png_largest, ILEGIBLE, PIXELS),
    Case("PNG: el mismo, 16 bits con transparencia", pictures.png_deepest, ILEGIBLE, PIXELS),
    Case("PNG: cuatro gigabytes detrás de la imagen", pictures.png_long_data, ILEGIBLE, DARK),
    Case("PNG: comentario de dos gigabytes", pictures.png_text_bomb, CONSTANCIA),
    Case("PNG: perfil de color de dos gigabytes", pictures.png_profile_bomb, CONSTANCIA),
    Case("PNG: dos mil millones de cuadros", pictures.png_frames, CONSTANCIA),
    Case("JPEG: dice 65,000 × 65,000", pictures.jpeg_header, ILEGIBLE, PIXELS),
    Case("JPEG: dos mil pasadas", pictures.jpeg_scans, ILEGIBLE, SLOW),
    Case("JPEG: cortado", pictures.jpeg_cut, CONSTANCIA),
    Case("JPEG: EXIF en círculo", pictures.jpeg_exif_loop, CONSTANCIA),
    Case("TIFF: dice 65,000 × 65,000", pictures.tiff_header, ILEGIBLE, PIXELS),
    Case("TIFF: 65,000 × 65,000 de verdad", pictures.tiff_bomb, ILEGIBLE, PIXELS),
    Case("TIFF: directorios en círculo", pictures.tiff_loop, ILEGIBLE, DARK),
    Case("TIFF: 5,000 páginas", pictures.tiff_many, ILEGIBLE, PAGES),
    Case("TIFF: mosaicos de dos mil millones", pictures.tiff_tiles, ILEGIBLE, DARK),
    Case("TIFF: cuatro mil millones de tiras", pictures.tiff_counts, ILEGIBLE, DAMAGED),
    Case("HEIC: dice 65,000 × 65,000", pictures.heic_header, ILEGIBLE, PIXELS),
    Case("HEIC: imagen de basura", pictures.heic_rubbish, ILEGIBLE, DAMAGED),
    Case("AVIF: dice 65,000 × 65,000", pictures.avif_header, ILEGIBLE, DAMAGED),
    Case("WebP: dice 65,000 × 65,000", pictures.webp_header, ILEGIBLE, PIXELS),
    Case("WebP: 16,383 × 16,383 de un color", pictures.webp_bomb, ILEGIBLE, PIXELS),
    Case("WebP: 300 cuadros", pictures.webp_frames, ILEGIBLE, DARK),
    Case("GIF: dice 65,000 × 65,000", pictures.gif_header, ILEGIBLE, PIXELS),
    Case("GIF: 50,000 cuadros", pictures.gif_frames, CONSTANCIA),
    Case("BMP: dice 65,000 × 65,000", pictures.bmp_header, ILEGIBLE, PIXELS),
    Case("BMP: saltos que no llevan a nada", pictures.bmp_run_lengths, ILEGIBLE, PIXELS),
)
OTHERS = (
    Case("SVG", lambda: others.SVG, ILEGIBLE, FOREIGN),
    Case("HTML", lambda: others.HTML, ILEGIBLE, FOREIGN),
    Case("RTF con un objeto", lambda: others.RICH_TEXT, ILEGIBLE, FOREIGN),
    Case("script", lambda: others.SHELL, ILEGIBLE, FOREIGN),
    Case("programa de Windows", lambda: others.WINDOWS, ILEGIBLE, FOREIGN),
    Case("programa de Linux", lambda: others.LINUX, ILEGIBLE, FOREIGN),
    Case("programa de Java", lambda: others.JAVA, ILEGIBLE, FOREIGN),
    Case("Word antiguo", lambda: others.OLD_WORD, ILEGIBLE, FOREIGN),
    Case("7z", lambda: others.SEVEN_ZIP, ILEGIBLE, FOREIGN),
    Case("PDF y ZIP a la vez", others.pdf_and_zip, CONSTANCIA),
    Case("ZIP y PDF a la vez", others.zip_and_pdf, ILEGIBLE, FOREIGN),
    Case("JPEG y ZIP a la vez", others.jpeg_and_zip, CONSTANCIA),
    Case("GIF y HTML a la vez", others.gif_and_html, ILEGIBLE, DAMAGED),
    Case("HTML que cita un PDF", others.html_and_pdf, ILEGIBLE, DAMAGED),
    Case("PDF detrás de HTML", others.pdf_in_html, CONSTANCIA),
    Case("winmail.dat de 200 archivos", others.winmail, ILEGIBLE, ENTRIES),
    Case("correo con 1,000 archivos", others.large_mail, ILEGIBLE, PAGES),
    Case("correo de 60 niveles", others.nested_mails, ILEGIBLE, DAMAGED),
)


CASES = (*ARCHIVES, *PDFS, *PICTURES, *OTHERS)
