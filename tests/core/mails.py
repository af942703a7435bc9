"""Small made-up mails for the tests of core."""

from __future__ import annotations

from base64 import encodebytes
from dataclasses import replace
from email.message import Message as Mime
from pathlib import Path
from typing import Any

from worker.core.message import parse_message
from worker.core.mime.tree import open_mime
from worker.core.types import Message

CORPUS = Path(__file__).parents[1] / "corpus" / "mail"
PDF = b"%PDF-1.4\n%%EOF\n"
JPG = b"\xff\xd8\xff\xe0JFIF"
TOP = "From: Ana <ana@correo.test>\nTo: afiliaciones@escuela.test\nMessage-ID: <1@correo.test>\n"


def corpus() -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in sorted(CORPUS.glob("*.eml"))}


def parsed(raw: bytes | str) -> Message:
    message = parse_message(raw.encode() if isinstance(raw, str) else raw)
    assert isinstance(message, Message)
    return message


def tree(raw: bytes | str) -> Mime:
    opened = open_mime(raw.encode() if isinstance(raw, str) else raw)
    assert isinstance(opened, Mime)
    return opened


def multipart(*parts: str, kind: str = "mixed", boundary: str = "b") -> str:
    inner = "".join(f"--{boundary}\n{part}\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n{inner}--{boundary}--\n'


def plain(text: str) -> str:
    return f"Content-Type: text/plain; charset=utf-8\n\n{text}"


def html(text: str) -> str:
    return f"Content-Type: text/html; charset=utf-8\n\n{text}"


def file(name: str, content: bytes = PDF, kind: str = "application/pdf", more: str = "") -> str:
    named = f'; filename="{name}"' if name else ""
    head = f"Content-Type: {kind}\nContent-Disposition: attachment{named}\nContent-Transfer-Encoding: base64\n{more}"
    return f"{head}\n{encodebytes(content).decode()}"


def message(**changes: Any) -> Message:
    """A student's plain mail, with some fields changed."""
    return replace(parsed(f"Return-Path: <ana@correo.test>\n{TOP}Subject: Mi constancia\n\nHola\n"), **changes)
