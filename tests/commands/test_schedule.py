"""What `scrapy schedule` prints is what systemd, cron and Kubernetes take, and what lies in deploy/."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import scrapy_command

from newscrawl.commands.schedule import fill

ROOT = Path(__file__).resolve().parents[2]
VALUES = {
    "user": "newscrawl",
    "project": "/srv/newscrawl",
    "scrapy": "/srv/newscrawl/.venv/bin/scrapy",
    "database": "sqlite:////srv/newscrawl/data/articles.db",
    "data": "/srv/newscrawl/data",
    "hours": "2",
    "home": "yes",
    "contact": "set-me",
}
DEPLOYED = {
    "deploy/systemd/newscrawl.service": "systemd.service.tmpl",
    "deploy/systemd/newscrawl.timer": "systemd.timer.tmpl",
    "deploy/cron/newscrawl": "cron.tmpl",
    "deploy/kubernetes/cronjob.yaml": "k8s.yaml.tmpl",
}


def schedule(*arguments, **environment):
    return scrapy_command.run("schedule", *arguments, environment={**os.environ, **environment})


@pytest.mark.parametrize("path", DEPLOYED)
def test_deploy_holds_what_is_printed_for_an_installation_in_srv(path):
    assert (ROOT / path).read_text("utf-8") == fill(DEPLOYED[path], VALUES)


def test_the_units_are_filled_in_for_this_installation(tmp_path):
    database = f"sqlite:///{tmp_path}/articles.db"
    finished = schedule(
        "print",
        "systemd",
        "--user",
        "crawler",
        "--every",
        "6",
        NEWSCRAWL_DATABASE_URL=database,
        NEWSCRAWL_CONTACT="https://e.example/bot",
    )
    assert finished.returncode == 0, finished.stderr
    for line in (
        "User=crawler",
        f"ReadWritePaths={tmp_path}",
        f"Environment=NEWSCRAWL_DATABASE_URL={database}",
        "Environment=NEWSCRAWL_CONTACT=https://e.example/bot",
        f"WorkingDirectory={ROOT}",
        "OnCalendar=*-*-* 00/6:17:00 UTC",
    ):
        assert line in finished.stdout.splitlines()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not there")
def test_systemd_takes_the_units(tmp_path):
    written = schedule("print", "systemd", "--user", "root", "--output", str(tmp_path))
    assert written.returncode == 0, written.stderr
    units = [str(tmp_path / name) for name in ("newscrawl.service", "newscrawl.timer")]
    finished = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, timeout=600)
    about = [line for line in (finished.stdout + finished.stderr).splitlines() if "newscrawl" in line]
    assert about == []
    assert finished.returncode == 0, finished.stderr


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not there")
def test_the_service_is_exposed_to_little():
    # systemd's own scale: 0.0 is a service that can do nothing, 10.0 one without any wall.
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=20", "deploy/systemd/newscrawl.service"]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert finished.returncode == 0, finished.stdout[-300:]
    assert "exposure level" in finished.stdout


@pytest.mark.parametrize("path", ["deploy/kubernetes/cronjob.yaml", "deploy/docker/compose.yaml"])
def test_the_yaml_is_yaml(path):
    yaml = pytest.importorskip("yaml")
    documents = list(yaml.safe_load_all((ROOT / path).read_text("utf-8")))
    assert all(isinstance(one, dict) for one in documents)
    if "kubernetes" in path:
        job = documents[-1]["spec"]["jobTemplate"]["spec"]["template"]["spec"]
        assert documents[-1]["spec"]["concurrencyPolicy"] == "Forbid"
        assert job["securityContext"]["runAsNonRoot"]
        assert job["containers"][0]["securityContext"]["readOnlyRootFilesystem"]


@pytest.mark.skipif(not shutil.which("sh"), reason="needs a shell")
@pytest.mark.parametrize(("code", "mails"), [(0, False), (75, False), (143, False), (3, True), (5, True)])
def test_the_cron_line_mails_only_what_is_wrong(tmp_path, code, mails):
    pretended = tmp_path / "scrapy"
    pretended.write_text(f"#!/bin/sh\necho '{{}}'; echo why >&2; exit {code}\n", "utf-8")
    pretended.chmod(0o755)
    values = {**VALUES, "project": str(tmp_path), "data": str(tmp_path), "scrapy": str(pretended)}
    line = fill("cron.tmpl", values).splitlines()[-1]
    command = line.split(" newscrawl ", 1)[1]
    assert "%" not in command  # cron would end the line there
    finished = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=600)
    assert bool(finished.stdout) == mails
    assert ("why" in finished.stdout) == mails


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("print", "anacron"), "anacron"),
        (("print", "cron", "--every", "5"), "--every"),
        (("print", "cron", "--user", "me; rm"), "user"),
        # Which of the two is said depends on whether the extra postgres is installed.
        (("print", "cron", "-s", "NEWSCRAWL_DATABASE_URL=postgresql://u:hush@h/d"), ("pgpass", "newscrawl[postgres]")),
    ],
)
def test_what_cannot_be_scheduled_is_one_line(arguments, named):
    finished = schedule(*arguments)
    assert finished.returncode == 2
    assert any(one in finished.stderr for one in ((named,) if isinstance(named, str) else named))
    assert "Traceback" not in finished.stderr
    assert "hush" not in finished.stderr
