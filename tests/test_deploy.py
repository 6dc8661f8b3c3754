"""What deploy/ offers, as far as it can be held against its promises without a container or a running systemd."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from practice.settings import documented
from tests.conftest import ROOT
from tests.proxying import BEHIND
from tests.require import lack
from tests.serving import serving

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
#: Read by the model's client, not by us.
PROVIDER_KEYS = {"OPENAI_API_KEY", "ANTHROPIC_API_KEY"}


@pytest.fixture(scope="module")
def services() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
    assert set(found) == {"migrate", "app", "worker", "proxy", "postgres"}
    return found


@pytest.fixture(scope="module")
def dockerfile() -> list[str]:
    """One instruction a line."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _instructions(lines: list[str], name: str) -> list[str]:
    return [line.removeprefix(f"{name} ") for line in lines if line.startswith(f"{name} ")]


def _from_context(lines: list[str]) -> list[str]:
    copied = [line.split() for line in _instructions(lines, "COPY") if not line.startswith("--from=")]
    return [source for words in copied for source in words[:-1]]


def _variables(path: Path) -> set[str]:
    return set(re.findall(r"^(?:# )?([A-Z_]+)=", path.read_text(encoding="utf-8"), re.MULTILINE))


def test_every_container_can_write_to_its_volumes_only_and_gain_nothing(services: dict[str, dict[str, Any]]) -> None:
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["cap_drop"] == ["ALL"], name
        assert not {"privileged", "devices", "pid", "ipc"} & set(service), name
        assert re.search(r":[\w.-]+$", service["image"]), name
    assert {name: service["cap_add"] for name, service in services.items() if "cap_add" in service} == {
        "proxy": ["NET_BIND_SERVICE"]
    }


def test_nothing_but_the_proxy_is_published_and_as_long_as_nobody_says_so_to_this_machine_only(
    services: dict[str, dict[str, Any]],
) -> None:
    """And the service keeps to its own loopback, where the proxy meets it."""
    published = [port for service in services.values() for port in service.get("ports", [])]
    assert {port.rpartition(":")[2] for port in published} == {"443", "80"}
    assert all(":-127.0.0.1:" in port for port in published)
    assert services["proxy"]["network_mode"] == "service:app"
    assert "command" not in services["app"]


def test_compose_sets_only_what_is_a_setting_and_holds_no_secret(services: dict[str, dict[str, Any]]) -> None:
    environment = services["app"]["environment"]
    assert set(environment) <= set(documented()) | PROVIDER_KEYS
    assert environment["PRACTICE_PROXIES"] == "1"
    assert environment["PRACTICE_HTTPS"] == "true"
    assert environment["PRACTICE_SIGN_IN"] == "accounts"
    assert services["worker"]["environment"] == environment
    for service in services.values():
        for name, value in service.get("environment", {}).items():
            assert "${" in value or not re.search("KEY|PASSWORD|URL", name), name


def test_what_compose_asks_for_stands_in_the_example() -> None:
    asked = set(re.findall(r"\$\{([A-Z_]+)", (DEPLOY / "compose.yaml").read_text(encoding="utf-8")))
    assert asked == _variables(DEPLOY / ".env.example")


def test_the_image_is_pinned_and_runs_as_nobody_of_note(dockerfile: list[str]) -> None:
    bases = _instructions(dockerfile, "FROM")
    assert [base.split()[0] for base in bases] == ["python:3.11-slim"] * 2
    last = dockerfile[dockerfile.index(f"FROM {bases[-1]}") :]
    [user] = _instructions(last, "USER")
    assert user.split(":")[0] not in ("", "0", "root")
    [check] = _instructions(last, "HEALTHCHECK")
    assert "/opt/practice/healthcheck.py" in check
    assert "/opt/practice/healthcheck.py" in " ".join(_instructions(last, "COPY"))
    assert not re.search(r"pip install|apt-get|gcc", "\n".join(last))


def test_what_the_image_is_built_from_is_there_and_enough(dockerfile: list[str], tmp_path: Path) -> None:
    let_in = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    for source in _from_context(dockerfile):
        assert (ROOT / source).exists(), source
        assert f"!{source}" in let_in, source
        (tmp_path / source).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, tmp_path / source, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / source, tmp_path / source)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "out"]
    done = subprocess.run(build, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_health_check_tells_a_service_that_answers_from_none(migrated_sqlite: Path, tmp_path: Path) -> None:
    def check(port: str, hosts: str) -> int:
        command = [sys.executable, str(DEPLOY / "healthcheck.py"), port]
        return subprocess.run(command, env={"PRACTICE_HOSTS": hosts}, capture_output=True, check=False).returncode

    hosts = "2001:db8::1, practice.example"
    door = {**BEHIND, "PRACTICE_HOSTS": f"{hosts},127.0.0.1"}
    with serving(f"sqlite:///{migrated_sqlite}", tmp_path, **door) as base:
        port = httpx.URL(base).port
        assert check(str(port), hosts) == 0
        assert check(str(port), "elsewhere.example") == 1
    assert check(str(port), hosts) == 1


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_is_well_formed_and_keeps_to_itself(unit: Path, tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze") or lack("systemd", "no systemd-analyze here; the units are not tried")
    text = unit.read_text(encoding="utf-8").replace("/opt/practice/bin/practice", sys.executable)
    copy = tmp_path / unit.name
    copy.write_text(text, encoding="utf-8")
    for command in (["verify", str(copy)], ["security", "--offline=yes", "--threshold=20", str(copy)]):
        done = subprocess.run([analyze, *command], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr + done.stdout
        assert unit.name not in done.stderr


def test_units_differ_in_what_they_run_only() -> None:
    assert [unit.name for unit in UNITS] == ["practice-worker.service", "practice.service"]
    worker, web = (set(unit.read_text(encoding="utf-8").splitlines()) for unit in UNITS)
    assert {line.partition("=")[0] for line in worker ^ web} == {"Description", "After", "ExecStart", "ExecStartPre"}


def test_the_units_example_names_settings_only() -> None:
    assert _variables(DEPLOY / "systemd" / "practice.env.example") <= set(documented()) | PROVIDER_KEYS


def test_caddy_takes_its_file(tmp_path: Path) -> None:
    caddy = shutil.which("caddy") or lack("caddy", "no caddy here; its file is not tried")
    command = [caddy, "validate", "--adapter", "caddyfile", "--config", str(DEPLOY / "caddy" / "Caddyfile")]
    environment = {"HOME": str(tmp_path), "PRACTICE_HOST": "practice.example"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_guide_leads_to_the_first_trainee_and_names_every_file() -> None:
    guide = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    assert (
        guide.index("You are the first administrator") < guide.index("is the first trainee") < guide.index("## Backup")
    )
    offered = [path for path in DEPLOY.rglob("*") if path.is_file()]
    assert [path for path in offered if str(path.relative_to(ROOT)) not in guide] == []


def test_every_setting_the_guide_names_is_one() -> None:
    guide = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    named = set(re.findall(r"PRACTICE_[A-Z_]+[A-Z]", guide))
    assert named <= set(documented()) | _variables(DEPLOY / ".env.example")
