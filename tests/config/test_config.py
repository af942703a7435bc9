"""What a good config says once it is loaded, and where each value comes from."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from worker.config import Config, load_config, load_local, require_passwords

GOOD = Path(__file__).parent / "minimal.toml"


def load(**environ: str) -> Config:
    return load_config(GOOD, {f"AFILIACION_{name}": value for name, value in environ.items()})


def secret_of(config: Config) -> str:
    assert config.imap.password is not None
    return config.imap.password.get_secret_value()


def test_hosts_user_and_officer_suffice() -> None:
    config = load()
    assert (config.imap.port, config.imap.security, config.imap.folder) == (993, "tls", "INBOX")
    assert (config.smtp.port, config.smtp.security, config.smtp.user) == (587, "starttls", "")
    assert config.replies.mode == "answer"
    assert config.summary.weekdays == {0, 1, 2, 3, 4}


def test_mailbox_address_is_the_user_unless_given() -> None:
    assert load().imap.address == "buzon@correo.ejemplo.edu.mx"
    assert load(IMAP__ADDRESS="Otra@ejemplo.mx").imap.address == "otra@ejemplo.mx"
    assert load(IMAP__USER="buzon", IMAP__ADDRESS="otra@ejemplo.mx").imap.user == "buzon"


@pytest.mark.parametrize(("security", "imap", "smtp"), [("tls", 993, 465), ("starttls", 143, 587), ("none", 143, 25)])
def test_port_follows_security_unless_given(security: str, imap: int, smtp: int) -> None:
    config = load(IMAP__SECURITY=security, SMTP__SECURITY=security)
    assert (config.imap.port, config.smtp.port) == (imap, smtp)
    assert load(IMAP__SECURITY=security, IMAP__PORT="1143").imap.port == 1143


def test_environment_comes_over_the_file_in_every_type() -> None:
    config = load(
        POLL__SETTLE_SECONDS="0",
        POLL__IDLE="false",
        SCHOOL__NAME="30",
        SCHOOL__PATRONES='["Uno, S.C.", "Dos"]',
        SCHOOL__STUDENT_DOMAINS="@Alumnos.ejemplo.mx, l.ejemplo.mx",
        SCHOOL__HOLIDAYS="2026-11-16,2026-12-25",
        SCHOOL__REGISTROS_PATRONALES="y54-12345-32-8",
        SUMMARY__AT="09:05",
        SUMMARY__DAYS="Lun,mie",
        SUMMARY__TIMEZONE="America/Tijuana",
    )
    assert (config.poll.settle_seconds, config.poll.idle, config.school.name) == (0, False, "30")
    assert config.school.patrones == ("Uno, S.C.", "Dos")
    assert config.school.student_domains == ("alumnos.ejemplo.mx", "l.ejemplo.mx")
    assert config.school.holidays == (date(2026, 11, 16), date(2026, 12, 25))
    assert config.school.registros_patronales == ("Y5412345328",)
    assert (config.summary.at, config.summary.days) == (time(9, 5), ("lun", "mié"))
    assert config.summary.timezone.key == "America/Tijuana"


def test_relative_paths_count_from_the_file() -> None:
    config = load(RULES_DIR="reglas", IMAP__CA_FILE="ca.pem")
    assert config.rules_dir == GOOD.parent / "reglas"
    assert config.imap.ca_file == GOOD.parent / "ca.pem"
    assert config.store.data_dir == GOOD.parent / "data"
    assert config.store.database_url == f"sqlite:///{GOOD.parent}/data/afiliacion.sqlite3"


def test_data_dir_moves_the_database_unless_it_has_a_url() -> None:
    assert load(STORE__DATA_DIR="/var/lib/x").store.database_url == "sqlite:////var/lib/x/afiliacion.sqlite3"
    moved = load(STORE__DATA_DIR="/var/lib/x", STORE__URL="postgresql://ana:pw@localhost/afiliacion").store
    assert moved.database_url == "postgresql+psycopg://ana:pw@localhost/afiliacion"


def test_rules_are_found_where_they_are() -> None:
    assert (load().rules_dir / "papel.toml").is_file()


def test_password_comes_from_variable_then_file_then_systemd(tmp_path: Path) -> None:
    (tmp_path / "imap_password").write_text("de systemd\n", encoding="utf-8")
    (tmp_path / "clave").write_text("del archivo\r\n", encoding="utf-8")
    environ = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert secret_of(load_config(GOOD, environ)) == "de systemd"
    environ["AFILIACION_IMAP__PASSWORD_FILE"] = str(tmp_path / "clave")
    assert secret_of(load_config(GOOD, environ)) == "del archivo"
    environ["AFILIACION_IMAP__PASSWORD"] = "de la variable"
    assert secret_of(load_config(GOOD, environ)) == "de la variable"


def test_way_out_without_user_needs_no_password() -> None:
    require_passwords(load(IMAP__PASSWORD="x"))


def test_no_secret_is_shown() -> None:
    config = load(IMAP__PASSWORD="oculta", SMTP__PASSWORD="oculta", STORE__URL="postgresql://ana:oculta@localhost/a")
    assert "oculta" not in repr(config) + str(config) + config.model_dump_json(exclude={"store"})


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load().poll.idle = False


def test_reading_needs_no_mailbox(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[school]\npatrones = ["TECNM"]\n', encoding="utf-8")
    config = load_local(file, {})
    assert (config.school.patrones, config.imap, config.officer) == (("TECNM",), None, None)
    assert load_local(None, {}).school.constancia_days == 30
