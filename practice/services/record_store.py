"""Ways for xAPI statements to leave: to a learning record store by HTTP, or into a file."""

import json
import os
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from practice.door import is_private_way
from practice.errors import BadSettings, NotSent
from practice.settings import Settings
from practice.store.types import storable

#: Seconds: to be connected, and between two pieces of an answer.
WAIT = 10.0
_OK_TWICE = 409  #: it has a statement of this id already
_PASSING = (408, 425, 429)
_LONGEST_REASON = 300


class RecordStore(Protocol):
    #: In words for an administrator, without a secret.
    name: str

    def take(self, statement: Mapping[str, Any]) -> None:
        """Raises NotSent."""


class HttpRecordStore:
    """https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#stmtres"""

    def __init__(self, endpoint: str, key: str | None, secret: str | None, version: str, wait: float = WAIT) -> None:
        self.name = endpoint
        self._address = f"{endpoint.rstrip('/')}/statements"
        self._headers = {"X-Experience-API-Version": version}
        # In UTF-8, which requests' own way does not write.
        if key:
            pair = f"{key}:{secret or ''}"
            self._headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        self._wait = wait

    def take(self, statement: Mapping[str, Any]) -> None:
        import requests  # where no statement leaves, nobody pays for it

        try:
            answer = requests.post(
                self._address,
                json=statement,
                headers=self._headers,
                # Nobody else's key, from a file of the machine's, in place of ours.
                auth=lambda request: request,
                timeout=self._wait,
                # Elsewhere it would take the key along.
                allow_redirects=False,
                stream=True,
            )
        except requests.RequestException as error:
            raise NotSent(f"{self.name} cannot be reached: {_plain(str(error))}") from error
        with answer:
            status = answer.status_code
            if status in (200, 204, _OK_TWICE):
                return
            reason = f"{self.name} answered {status} {answer.reason or ''}: {_beginning(answer)}"
        raise NotSent(_plain(reason), passing=status >= 500 or status in _PASSING)


class FileRecordStore:
    """One statement a line, always at the end; several processes may write at once."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._path = path

    def take(self, statement: Mapping[str, Any]) -> None:
        line = (json.dumps(statement, ensure_ascii=False) + "\n").encode()
        try:
            file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(file, line)
                os.fsync(file)
            finally:
                os.close(file)
        except OSError as error:
            raise NotSent(f"{self.name} cannot be written: {error.strerror}") from error


def record_store_from(settings: Settings) -> RecordStore | None:
    """None where no statement is to leave. Raises BadSettings for what cannot be meant."""
    endpoint, file = settings.xapi_endpoint, settings.xapi_file
    if endpoint and file:
        raise BadSettings("PRACTICE_XAPI_ENDPOINT and PRACTICE_XAPI_FILE are both set: statements go to one of them")
    if bool(settings.xapi_key) != bool(settings.xapi_secret):
        raise BadSettings("PRACTICE_XAPI_KEY and PRACTICE_XAPI_SECRET belong together: set both or neither")
    if endpoint:
        if urlsplit(endpoint).username:
            raise BadSettings(
                "PRACTICE_XAPI_ENDPOINT holds a key; it is shown: use PRACTICE_XAPI_KEY, PRACTICE_XAPI_SECRET"
            )
        if not is_private_way(endpoint):
            raise BadSettings(
                f"PRACTICE_XAPI_ENDPOINT={endpoint!r}: must start with https:// (http:// on this machine only), "
                "such as 'https://lrs.example.org/xapi'"
            )
        return HttpRecordStore(endpoint, settings.xapi_key, settings.xapi_secret, settings.xapi_version)
    return FileRecordStore(file) if file else None


def _beginning(answer: Any) -> str:  # noqa: ANN401 - requests is not loaded yet
    try:
        return bytes(next(answer.iter_content(_LONGEST_REASON), b"")).decode("utf-8", "replace")
    except Exception:  # noqa: BLE001 - it is only to explain a refusal
        return ""


def _plain(reason: str) -> str:
    """As it can be kept and logged: a server may answer anything."""
    printable = "".join(sign if sign.isprintable() else " " for sign in storable(reason))
    return " ".join(printable.split())[:_LONGEST_REASON].rstrip(": ")
