"""The settings, checked and frozen: one class a section of config.toml, each field with its default."""

from __future__ import annotations

import re
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, Strict, model_validator
from pydantic_core import PydanticCustomError

Security = Literal["tls", "starttls", "none"]
Day = Literal["lun", "mar", "mié", "jue", "vie", "sáb", "dom"]
WEEK: tuple[Day, ...] = ("lun", "mar", "mié", "jue", "vie", "sáb", "dom")

_ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+")
_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_REGISTRO = re.compile(r"[A-Z0-9]\d{10}")
_DATABASE = re.compile(r"sqlite:///.+|postgresql(\+psycopg)?://.+")


def _refuse(what: str, mend: str) -> NoReturn:
    raise PydanticCustomError("refused", "{what}", {"what": what, "mend": mend})


def _address(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        _refuse("no es una dirección de correo", "Escríbela así: «afiliacion@correo.ejemplo.edu.mx», sin nombre.")
    return text.lower()


def _domain(text: str) -> str:
    domain = text.lower().removeprefix("@")
    if not _DOMAIN.fullmatch(domain):
        _refuse("no es un dominio", "Escríbelo así: «alumnos.ejemplo.edu.mx».")
    return domain


def _registro(text: str) -> str:
    registro = re.sub(r"[\s-]", "", text).upper()
    if not _REGISTRO.fullmatch(registro):
        _refuse("un registro patronal tiene 11 caracteres: letra o dígito y diez dígitos", "Cópialo completo.")
    return registro


def _clock(text: object) -> object:
    if isinstance(text, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text):
        return time.fromisoformat(text)
    if isinstance(text, time):
        return text
    _refuse("no es una hora", "Escríbela con dos puntos y entre comillas, así: «07:30».")


def _zone(name: object) -> object:
    try:
        return name if isinstance(name, ZoneInfo) else ZoneInfo(str(name))
    except (KeyError, ValueError, OSError):  # unknown; a path; a folder of the zone database
        _refuse("no existe esa zona horaria", "Escríbela así: «America/Mexico_City».")


def _day(text: object) -> object:
    return {"mie": "mié", "sab": "sáb"}.get(text.lower(), text.lower()) if isinstance(text, str) else text


def _database(url: str) -> str:
    if url and not _DATABASE.fullmatch(url):
        _refuse("no es una base de datos conocida", "Empieza con «sqlite:///» o con «postgresql://».")
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


Text = Annotated[str, Field(min_length=1)]
Address = Annotated[str, AfterValidator(_address)]
Port = Annotated[int, Field(ge=1, le=65535)]
Count = Annotated[int, Field(ge=1)]
AnyFile = Annotated[Path, Strict(False)]
Addresses = Annotated[tuple[Address, ...], Strict(False)]
Domains = Annotated[tuple[Annotated[str, AfterValidator(_domain)], ...], Strict(False)]
Registros = Annotated[tuple[Annotated[str, AfterValidator(_registro)], ...], Strict(False)]
Texts = Annotated[tuple[Text, ...], Strict(False)]
Dates = Annotated[tuple[date, ...], Strict(False)]
Days = Annotated[tuple[Annotated[Day, BeforeValidator(_day)], ...], Strict(False), Field(min_length=1)]


class Section(BaseModel):
    """A section: frozen, and strict about types and names."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, arbitrary_types_allowed=True)


class School(Section):
    """The school as papers and students name it. `constancia_days`: how long a constancia is good."""

    name: Text = "Tecnológico"
    registros_patronales: Registros = ()
    patrones: Texts = ()
    student_domains: Domains = ()
    constancia_days: Count = 30
    holidays: Dates = ()


class Officer(Section):
    """Who decides what the worker may not, and where she is reached."""

    name: Text = "la encargada de afiliaciones"
    address: Address


def _port_of(ports: dict[str, int]) -> Any:
    def fill(data: object) -> object:
        if isinstance(data, dict) and "port" not in data and str(data.get("security")) in ports:
            return {**data, "port": ports[str(data["security"])]}
        return data

    return fill


class Imap(Section):
    """The mailbox. `port` follows `security`; `address` is `user` where that is one; `ca_file` is the school's CA."""

    host: Text
    port: Port = 993
    security: Security = "tls"
    user: Text
    auth: Literal["password"] = "password"
    password: SecretStr | None = None
    password_file: AnyFile | None = None
    ca_file: AnyFile | None = None
    folder: Text = "INBOX"
    address: Address = ""
    aliases: Addresses = ()

    _port = model_validator(mode="before")(_port_of({"tls": 993, "starttls": 143, "none": 143}))

    @model_validator(mode="before")
    @classmethod
    def _own_address(cls, data: object) -> object:
        if isinstance(data, dict) and not data.get("address") and isinstance(data.get("user"), str):
            if not _ADDRESS.fullmatch(data["user"]):
                _refuse("falta «address», porque «user» no es una dirección", 'Agrega address = "…" con la del buzón.')
            return {**data, "address": data["user"]}
        return data


class Smtp(Section):
    """The way out. Without `user` nobody logs in. `port` follows `security`."""

    host: Text
    port: Port = 587
    security: Security = "starttls"
    user: str = ""
    auth: Literal["password"] = "password"
    password: SecretStr | None = None
    password_file: AnyFile | None = None
    ca_file: AnyFile | None = None
    from_name: Text = "Afiliación al IMSS"

    _port = model_validator(mode="before")(_port_of({"tls": 465, "starttls": 587, "none": 25}))


class Replies(Section):
    """Whether replies go out (`answer`), wait for the officer (`propose`) or are only shown to her (`observe`)."""

    mode: Literal["answer", "propose", "observe"] = "answer"


class Store(Section):
    """Where everything is kept. Without `url`, a SQLite file in `data_dir`."""

    url: Annotated[str, AfterValidator(_database)] = Field(default="", repr=False)
    data_dir: AnyFile = Path("data")

    @property
    def database_url(self) -> str:
        """SQLAlchemy's URL of the database; may hold a password."""
        return self.url or f"sqlite:///{self.data_dir}/afiliacion.sqlite3"


class Poll(Section):
    """When mail is fetched, how long a sender's mails settle into one reply, how old mail may be on the first round."""

    every_seconds: Count = 60
    idle: bool = True
    settle_seconds: Annotated[int, Field(ge=0)] = 90
    answer_newer_than_days: Annotated[int, Field(ge=0)] = 14


class Summary(Section):
    """When the officer gets her daily summary."""

    at: Annotated[time, BeforeValidator(_clock)] = time(7, 30)
    days: Days = WEEK[:5]
    timezone: Annotated[ZoneInfo, BeforeValidator(_zone)] = ZoneInfo("America/Mexico_City")

    @property
    def weekdays(self) -> frozenset[int]:
        """The days as numbers, Monday 0."""
        return frozenset(WEEK.index(day) for day in self.days)


class Reading(Section):
    """What reading may cost: children at work; seconds, bytes and pages of a file; papers, bytes, seconds of a mail."""

    workers: Count = 2
    timeout_seconds: Count = 60
    page_seconds: Count = 6
    max_bytes: Count = 40_000_000
    max_pages: Count = 30
    mail_papers: Count = 20
    mail_bytes: Count = 60_000_000
    mail_seconds: Count = 300


class Auth(Section):
    """Whose `Authentication-Results` header is believed: none while it is empty."""

    authserv_id: str = ""


class Limits(Section):
    """How many replies one sender gets, and how many seconds one step with a mail server may take."""

    per_sender_hour: Count = 5
    per_sender_day: Count = 15
    step_seconds: Count = 60


def default_rules_dir() -> Path:
    """The rules that came with the program: beside the package in a checkout, within it in a wheel."""
    package = Path(__file__).parent
    inside = package / "_rules"
    return inside if inside.is_dir() else package.parent / "rules"


class LocalConfig(Section):
    """What suffices for work without a mailbox; a section that is there is checked all the same."""

    rules_dir: AnyFile = Field(default_factory=default_rules_dir)
    school: School = School()
    officer: Officer | None = None
    imap: Imap | None = None
    smtp: Smtp | None = None
    replies: Replies = Replies()
    store: Store = Store()
    poll: Poll = Poll()
    summary: Summary = Summary()
    reading: Reading = Reading()
    auth: Auth = Auth()
    limits: Limits = Limits()


class Config(LocalConfig):
    """All settings of a worker with a mailbox."""

    officer: Officer
    imap: Imap
    smtp: Smtp
