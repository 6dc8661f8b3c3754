"""Style sheets, scripts and pictures under an address that changes with their content, so that it can be kept for ever.

One version for all of them: a script then finds the modules beside it under the same version.
"""

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, abort

FOLDER = Path(__file__).parent / "static"
_YEAR = 365 * 24 * 3600
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Assets:
    version: str
    contents: dict[str, bytes]


def read_assets(folder: Path = FOLDER) -> Assets:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    contents = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    digest = hashlib.sha256()
    for name, content in contents.items():
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return Assets(digest.hexdigest()[:12], contents)


def attach(app: Flask) -> None:
    assets = read_assets()

    def static(version: str, filename: str) -> Response:
        content = assets.contents.get(filename)
        if content is None:
            abort(404)
        response = Response(content, mimetype=_type_of(filename))
        # An old page may ask for an old version: it gets what there is, and is not to keep it.
        keep = f"public, max-age={_YEAR}, immutable" if version == assets.version else "no-cache"
        response.headers["Cache-Control"] = keep
        return response

    app.add_url_rule("/static/<version>/<path:filename>", endpoint="static", view_func=static)
    app.url_defaults(lambda endpoint, values: _add_version(endpoint, values, assets.version))


def _add_version(endpoint: str, values: dict[str, object], version: str) -> None:
    if endpoint == "static":
        values.setdefault("version", version)


def _type_of(filename: str) -> str:
    return _TYPES.get(Path(filename).suffix) or mimetypes.guess_type(filename)[0] or "application/octet-stream"
