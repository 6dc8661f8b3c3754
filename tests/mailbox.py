"""A real mail server for tests, which keeps what it is handed."""

import queue
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.serving import free_port

HOST = "127.0.0.1"
LONGEST_WAIT_SECONDS = 20
_LINK = re.compile(r"https?://[^/\s]+(/link/\S+)")


@dataclass
class Mailbox:
    """`answer` is what the server says to each letter."""

    port: int = field(default_factory=free_port)
    answer: str = "250 OK"
    user: str = ""
    password: str = ""
    letters: "queue.Queue[EmailMessage]" = field(default_factory=queue.Queue)
    envelopes: list[Envelope] = field(default_factory=list)
    refused: "queue.Queue[str]" = field(default_factory=queue.Queue)

    @contextmanager
    def open(self, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None) -> Iterator["Mailbox"]:
        asks = bool(self.user)
        controller = Controller(
            self,
            hostname=HOST,
            port=self.port,
            ssl_context=tls,
            tls_context=starttls,
            require_starttls=starttls is not None,
            # aiosmtpd warns where it is asked for without TLS; then a client may log in, and need not.
            auth_required=asks and starttls is not None,
            auth_require_tls=starttls is not None,
            authenticator=self._authenticate if asks else None,
            server_hostname="mail.example",
        )
        controller.start()
        try:
            yield self
        finally:
            controller.stop()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        content = envelope.content
        assert isinstance(content, bytes)
        if self.answer.startswith("250"):
            self.envelopes.append(envelope)
            self.letters.put(message_from_bytes(content, _class=EmailMessage, policy=default))
        else:
            self.refused.put(self.answer)
        return self.answer

    def next(self) -> EmailMessage:
        """Waits for a letter to arrive."""
        return self.letters.get(timeout=LONGEST_WAIT_SECONDS)

    def _authenticate(self, _server: object, _session: object, _envelope: object, _how: str, who: object) -> AuthResult:
        assert isinstance(who, LoginPassword)
        fits = (who.login, who.password) == (self.user.encode(), self.password.encode())
        return AuthResult(success=fits, handled=fits)


def path_in(letter: EmailMessage) -> str:
    """Where the link in a letter leads, on this site."""
    found = _LINK.search(letter.get_content())
    assert found is not None
    return found[1]


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """One that nobody vouches for, and a server that shows it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example")])
    start = datetime.now(UTC) - timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=3))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    shown = folder / "mail.pem"
    shown.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret = folder / "mail.key"
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown, secret)
    return shown, context
