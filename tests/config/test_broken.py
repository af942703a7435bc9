"""Each config in `broken/` is refused with the words in the .txt beside it: file, line, key, mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from worker.config import ConfigError, load_config, require_passwords

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.toml"))
GOOD = Path(__file__).parent / "minimal.toml"


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_broken_config_is_refused_with_its_message(path: Path) -> None:
    with pytest.raises(ConfigError) as refusal:
        load_config(path, {})
    assert str(refusal.value) + "\n" == path.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_no_refusal_shows_a_secret(path: Path) -> None:
    with pytest.raises(ConfigError) as refusal:
        load_config(path, {})
    assert "no-va-aqui" not in str(refusal.value)


ENVIRONMENTS = {
    "AFILIACION_IMAP__PROT=1": "AFILIACION_IMAP__PROT: imap.prot: no existe esa clave. ¿Querías decir «port»?",
    "AFILIACION_IMAPP__PORT=1": "AFILIACION_IMAPP__PORT: [imapp]: no existe esa sección. ¿Querías decir «imap»?",
    "AFILIACION_IMAP__PORT=mil": (
        "AFILIACION_IMAP__PORT: imap.port: debe ser un número entero, sin comillas. Escríbelo así: port = 993"
    ),
    "AFILIACION_POLL__IDLE=sí": (
        "AFILIACION_POLL__IDLE: poll.idle: debe ser true o false, sin comillas. Escríbelo así: idle = true"
    ),
    "AFILIACION_SCHOOL__HOLIDAYS=2026-11-20,ayer": (
        "AFILIACION_SCHOOL__HOLIDAYS: school.holidays (el 2.º): debe ser una fecha, sin comillas. "
        "Escríbelo así: holidays = [2026-11-20]"
    ),
}


@pytest.mark.parametrize("setting", ENVIRONMENTS)
def test_broken_variable_is_refused_by_its_name(setting: str) -> None:
    name, _, value = setting.partition("=")
    with pytest.raises(ConfigError) as refusal:
        load_config(GOOD, {name: value})
    assert str(refusal.value) == ENVIRONMENTS[setting]


def test_missing_file_is_refused_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no/config\.toml: no se puede leer .* --config"):
        load_config(tmp_path / "no" / "config.toml", {})


def test_missing_password_is_refused_where_it_is_needed() -> None:
    with pytest.raises(ConfigError, match=r"\[imap\]: falta la contraseña .*AFILIACION_IMAP__PASSWORD"):
        require_passwords(load_config(GOOD, {}))


def test_way_out_with_a_user_needs_a_password() -> None:
    config = load_config(GOOD, {"AFILIACION_IMAP__PASSWORD": "x", "AFILIACION_SMTP__USER": "buzon"})
    with pytest.raises(ConfigError, match=r"\[smtp\]: falta la contraseña .*AFILIACION_SMTP__PASSWORD"):
        require_passwords(config)


def test_empty_password_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "clave").write_text("\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="el archivo está vacío"):
        load_config(GOOD, {"AFILIACION_IMAP__PASSWORD_FILE": str(tmp_path / "clave")})
