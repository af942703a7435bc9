"""The command line as an administrator runs it: a process of its own, on a config.toml."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.office import OFFICER, Office
from worker.demo.school import PATRONES, REGISTROS, SCHOOL_NAME, STUDENT_DOMAIN

ROOT = Path(__file__).resolve().parents[2]


def write_config(office: Office, **sections: str) -> Path:
    """The office's settings as a file beside its data; further lines may be given by section."""
    config = office.config
    assert config.imap and config.smtp
    lines = {
        "school": f"name = {json.dumps(SCHOOL_NAME, ensure_ascii=False)}\npatrones = {json.dumps(PATRONES)}\n"
        f"registros_patronales = {json.dumps(REGISTROS)}\nstudent_domains = {json.dumps([STUDENT_DOMAIN])}",
        "officer": f'name = "Lic. Ángeles Fingida"\naddress = "{OFFICER}"',
        "imap": f'host = "127.0.0.1"\nport = {config.imap.port}\nsecurity = "none"\nuser = "{config.imap.user}"',
        "smtp": f'host = "127.0.0.1"\nport = {config.smtp.port}\nsecurity = "none"',
        "poll": f"settle_seconds = {config.poll.settle_seconds}\nevery_seconds = 1",
        "store": f'data_dir = "{config.store.data_dir}"',
        "summary": 'days = ["dom"]\nat = "23:59"',
    }
    for name, more in sections.items():
        lines[name] = f"{lines.get(name, '')}\n{more}"
    file = config.store.data_dir.parent / "config.toml"
    file.write_text("\n\n".join(f"[{name}]\n{text}" for name, text in lines.items()), "utf-8")
    return file


def environment(office: Office, **more: str) -> Mapping[str, str]:
    """The mailbox's password, and nothing of ours that this machine may have set. An empty value takes one away."""
    theirs = {name: value for name, value in os.environ.items() if not name.startswith("AFILIACION_")}
    ours = {"AFILIACION_IMAP__PASSWORD": office.mailbox.password, "PYTHONPATH": str(ROOT), "COLUMNS": "200", **more}
    return theirs | {name: value for name, value in ours.items() if value}


def command(config: Path, *words: str) -> list[str]:
    """What is typed."""
    return [sys.executable, "-m", "worker", "--config", str(config), *words]


def run(office: Office, config: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run it to its end."""
    env = environment(office, **more)
    return subprocess.run(
        command(config, *words), env=env, cwd=config.parent, capture_output=True, text=True, timeout=60
    )


def objects(output: str) -> list[dict[str, Any]]:
    """JSON, one object a line."""
    return [json.loads(line) for line in output.splitlines()]
