"""The command line's contracts: keys, order, exit codes, and a sentence for whatever went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.office import OFFICER, USERS, Clock, Office, Recognise, open_office
from tests.servers import DovecotServer, SmtpSink, free_ports
from tests.service.command import objects, run, write_config
from tests.service.papers import lapsed, vigente
from worker.demo import papers
from worker.demo.people import Person

pytestmark = pytest.mark.integration

People = tuple[Person, ...]
READ = [
    "file",
    "document",
    "nss",
    "curp",
    "name",
    "vigente",
    "through",
    "issued",
    "page",
    "sure",
    "problems",
    "seconds",
]
CASE = ["folio", "stage", "nss", "curp", "name", "email", "umf", "vigente", "through", "updated", "messages"]


@dataclass(frozen=True)
class Counter:
    """An office after one `afiliacion poll`, and its config.toml."""

    office: Office
    config: Path
    polled: str

    def run(self, *words: str) -> str:
        """What a command that succeeds prints."""
        done = run(self.office, self.config, *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refused(self, code: int, *words: str, **more: str) -> str:
        """The sentences of a command that ends with this code."""
        done = run(self.office, self.config, *words, **more)
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        return done.stderr


@pytest.fixture(scope="module")
def counter(
    tmp_path_factory: pytest.TempPathFactory, _server: DovecotServer, recogniser: Recognise, people: People
) -> Iterator[Counter]:
    folder = tmp_path_factory.mktemp("mostrador")
    clock = Clock(datetime.now(UTC))
    with (
        SmtpSink() as sink,
        open_office(folder / "data", _server.mailbox(USERS[-1]), sink, recogniser, clock=clock) as office,
    ):
        config = write_config(office)
        office.writes(people[0], "mi constancia", vigente(people[0], office.ago(2)))
        office.writes(people[1], "mi constancia. Quiero la clínica 25", lapsed(people[1], office.ago(2)))
        office.writes(people[2], "¿Cómo tramito mi alta en el imss?")
        done = run(office, config, "poll")
        assert done.returncode == 0, done.stderr
        yield Counter(office, config, done.stdout)


def test_poll_does_one_round_and_says_what(counter: Counter, people: People) -> None:
    assert counter.polled == "3 recibidos, 3 atendidos, 3 entregados, 3 archivados.\n"
    assert [len(counter.office.sent_to(person)) for person in people[:3]] == [1, 1, 1]


def test_cases_are_one_object_a_line(counter: Counter, people: People) -> None:
    cases = objects(counter.run("cases", "--json"))
    assert [list(case)[: len(CASE)] for case in cases] == [CASE] * 3
    assert [case["folio"] for case in cases] == sorted(case["folio"] for case in cases)
    second = next(case for case in cases if case["nss"] == people[1].nss)
    assert {key: second[key] for key in ("curp", "name", "email", "umf", "vigente", "through", "messages")} == {
        "curp": people[1].curp,
        "name": people[1].name,
        "email": people[1].mail,
        "umf": "25",
        "vigente": False,
        "through": None,
        "messages": 1,
    }
    assert datetime.fromisoformat(second["updated"]).tzinfo is not None


def test_cases_can_be_asked_by_stage(counter: Counter) -> None:
    cases = objects(counter.run("cases", "--json", "--stage", "falta documento"))
    assert [case["stage"] for case in cases] == ["falta documento"]


def test_cases_for_people_mask_the_number(counter: Counter, people: People) -> None:
    table = counter.run("cases")
    assert people[1].nss not in table
    assert f"…{people[1].nss[-4:]}" in table


def test_an_order_says_what_it_did(counter: Counter, people: People) -> None:
    folio = next(case["folio"] for case in counter.office.cases() if case["nss"] == people[0].nss)
    assert counter.run("order", folio, "hoja entregada") == f"{folio}: afiliado; se le escribe.\n"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("AF-2026-99999", "alta hecha"), "No hay ningún caso AF-2026-99999."),
        (("AF-2026-99999", "haz magia"), "No entendí «haz magia»"),
    ],
)
def test_an_order_that_cannot_hold_ends_with_2_and_says_why(counter: Counter, words: tuple[str, str], why: str) -> None:
    assert why in counter.refused(2, "order", *words)


def test_the_summary_is_written_as_html(counter: Counter, people: People) -> None:
    file = counter.config.parent / "resumen.html"
    assert str(file) in counter.run("summary", "--out", str(file))
    html = file.read_text("utf-8")
    assert html.lstrip().lower().startswith("<!doctype html")
    assert people[1].nss in html
    assert counter.office.sent_to(OFFICER) == []


def test_read_gives_one_object_a_file_in_the_order_given(counter: Counter, people: People, tmp_path: Path) -> None:
    day = counter.office.ago(3)
    contents = {
        "z.pdf": vigente(people[0], day).content,
        "a.pdf": papers.curp_paper(people[0], day),
        "m.pdf": b"",
        "b.pdf": lapsed(people[1], day).content,
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    files = [str(tmp_path / name) for name in contents]
    readings = objects(counter.run("read", "--json", *files))
    assert [list(reading) for reading in readings] == [READ] * 4
    assert [reading["file"] for reading in readings] == files
    assert [reading["document"] for reading in readings] == ["constancia", "curp", "ilegible", "constancia"]
    assert [reading["sure"] for reading in readings] == [True, False, False, True]
    first = readings[0]
    assert (first["nss"], first["curp"], first["vigente"], first["through"], first["issued"], first["page"]) == (
        people[0].nss,
        people[0].curp,
        True,
        "tecnologico",
        day.isoformat(),
        1,
    )
    assert isinstance(first["seconds"], float)


def test_replay_shows_the_whole_path_and_changes_nothing(counter: Counter, people: People, tmp_path: Path) -> None:
    office = counter.office
    file = tmp_path / "correo.eml"
    file.write_bytes(office.letter(people[3], "mi constancia", lapsed(people[3], office.ago(2))))
    before = office.cases()
    [told] = objects(counter.run("replay", str(file), "--json"))
    assert list(told)[:6] == ["sort", "readings", "facts", "rule", "stage", "reply"]
    assert (told["sort"], told["stage"]) == ("estudiante", "alta por tramitar")
    assert [list(reading) for reading in told["readings"]] == [READ]
    assert (told["facts"]["vigente"], told["facts"]["etapa"]) == ("no", "sin caso")
    assert "alta" in told["rule"]
    assert "en qué clínica" in told["reply"]
    assert office.cases() == before
    assert office.sent_to(people[3]) == []


def test_rules_check_says_what_was_proven(counter: Counter) -> None:
    said = counter.run("rules", "check")
    assert "papel.toml" in said and "paso.toml" in said
    assert said.count("cada una con una sola regla") == 2


def test_rules_table_prints_every_rule(counter: Counter) -> None:
    table = counter.run("rules", "table")
    assert "alta-recibida" in table
    assert "P4, P10" in table


def test_rules_explain_says_which_rule_fired_and_what_kept_the_others(counter: Counter, people: People) -> None:
    folio = next(case["folio"] for case in counter.office.cases() if case["nss"] == people[1].nss)
    said = counter.run("rules", "explain", folio)
    assert "→ no vigente (P5, oficina): esta decidió" in said
    assert "→ alta (P5, P8): esta decidió" in said
    [other] = [line for line in said.splitlines() if "constancia vieja (" in line]
    assert "→" not in other
    assert "vigente es «no»" in other


def test_rules_explain_of_no_case_ends_with_2(counter: Counter) -> None:
    assert "No hay ningún caso" in counter.refused(2, "rules", "explain", "AF-2026-99999")


def test_poll_without_a_server_ends_with_3_and_a_sentence(counter: Counter) -> None:
    nobody = {"AFILIACION_IMAP__PORT": str(free_ports(1)[0])}
    assert "No hay conexión con el servidor de correo." in counter.refused(3, "poll", **nobody)


def test_poll_with_a_wrong_password_ends_with_3_and_a_sentence(counter: Counter) -> None:
    said = counter.refused(3, "poll", AFILIACION_IMAP__PASSWORD="otra")
    assert "no acepta el usuario o la contraseña" in said
    assert "otra" not in said.replace("otra vez", "")


def test_poll_without_a_password_ends_with_2_and_says_where_it_goes(counter: Counter) -> None:
    assert "AFILIACION_IMAP__PASSWORD" in counter.refused(2, "poll", AFILIACION_IMAP__PASSWORD="")


def test_a_broken_config_ends_with_2_and_names_file_and_line(counter: Counter, tmp_path: Path) -> None:
    broken = tmp_path / "config.toml"
    broken.write_text(counter.config.read_text("utf-8").replace("settle_seconds = 0", "setle_seconds = 0"), "utf-8")
    line = broken.read_text("utf-8").splitlines().index("setle_seconds = 0") + 1
    assert f"config.toml:{line}" in replace(counter, config=broken).refused(2, "poll")


def test_rules_that_are_not_proven_refuse_the_start(counter: Counter, tmp_path: Path) -> None:
    from tests.service.command import ROOT

    for file in (ROOT / "rules").rglob("*.*"):
        target = tmp_path / "rules" / file.relative_to(ROOT / "rules")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    paso = tmp_path / "rules" / "paso.toml"
    paso.write_text(paso.read_text("utf-8").replace('pide = "gracias"', 'pide = "urgencia"', 1), "utf-8")
    said = counter.refused(2, "poll", AFILIACION_RULES_DIR=str(tmp_path / "rules"))
    assert "paso.toml" in said
    assert "urgencia" in said or "gracias" in said


def test_help_is_there_for_a_stranger(counter: Counter) -> None:
    said = counter.run("--help")
    assert all(
        name in said for name in ("poll", "run", "order", "summary", "check", "rules", "replay", "demo", "cases")
    )
