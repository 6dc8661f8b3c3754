"""The example site of deploy/ in a real nginx, by TLS, before a service of a test."""

import re
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT
from tests.require import lack
from tests.serving import free_port

SITE = ROOT / "deploy" / "nginx" / "practice.conf"
NAME = "practice.example.org"
#: What a service needs to know to stand behind it.
BEHIND = {
    "PRACTICE_PROXIES": "1",
    "PRACTICE_HOSTS": f"{NAME},127.0.0.1",
    "PRACTICE_HTTPS": "true",
    "PRACTICE_SIGN_IN": "accounts",
}
CONFIGURATION = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    {temp}
    # The service asks for no buffering by a header as well; here the site has to see to it.
    proxy_ignore_headers X-Accel-Buffering;
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True)
class Nginx:
    """How to call it, and the folder with its certificate."""

    command: tuple[str, ...]
    folder: Path

    @property
    def certificate(self) -> Path:
        return self.folder / "fullchain.pem"

    def check(self) -> subprocess.CompletedProcess[str]:
        """What nginx says of the example."""
        _write_site(self.folder, free_port(), "http://127.0.0.1:8000")
        return subprocess.run([*self.command, "-t"], capture_output=True, text=True, check=False)

    @contextmanager
    def before(self, upstream: str, port: int | None = None) -> Iterator[int]:
        """The port on which the site answers for the service at `upstream`."""
        port = port or free_port()
        _write_site(self.folder, port, upstream)
        process = subprocess.Popen(self.command)
        try:
            _await(process, port, self.certificate)
            yield port
        finally:
            process.terminate()
            process.wait()


def nginx_in(folder: Path) -> Nginx:
    """With a certificate of its own making; where nginx or openssl lacks, that is said."""
    found = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/bin")
    openssl = shutil.which("openssl")
    if not found or not openssl:
        lack("nginx", "nginx or openssl is not installed (Debian: apt-get install nginx-light openssl)")
    folder.mkdir()
    key, certificate = folder / "privkey.pem", folder / "fullchain.pem"
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    whose = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    made = [openssl, "req", "-x509", *kind, *whose, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(made, check=True, capture_output=True)
    places = ("-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log"))
    return Nginx((found, *places), folder)


def trusting(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate))


def _await(process: subprocess.Popen[bytes], port: int, certificate: Path) -> None:
    waiting = threading.Event()
    with httpx.Client(verify=trusting(certificate), timeout=60, trust_env=False) as client:
        for _ in range(200):
            assert process.poll() is None, "nginx did not start; see its standard error"
            address, headers = f"https://127.0.0.1:{port}/healthz", {"Host": NAME}
            try:
                answer = client.get(address, headers=headers, extensions={"sni_hostname": NAME})
            except httpx.ConnectError:
                waiting.wait(0.05)
            else:
                assert answer.status_code == 200
                return
    pytest.fail("nginx did not answer")


def _write_site(folder: Path, port: int, upstream: str) -> None:
    """The example with the ports, the certificate and the service of this test."""
    text = SITE.read_text(encoding="utf-8")
    for theirs, ours in {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "listen 80": f"listen 127.0.0.1:{free_port()}",
        "http://127.0.0.1:8000": upstream,
        "/etc/ssl/practice/": f"{folder}/",
    }.items():
        assert theirs in text
        text = text.replace(theirs, ours)
    text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.MULTILINE)
    (folder / "site.conf").write_text(text, encoding="utf-8")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temp = "\n    ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    (folder / "nginx.conf").write_text(CONFIGURATION.format(folder=folder, temp=temp), encoding="utf-8")
