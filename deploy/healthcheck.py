"""Exit code 0 where the service in this container answers; asks by a name it answers to."""

import http.client
import os
import sys

PORT = int(sys.argv[1]) if len(sys.argv) > 1 else 8000

name = os.environ.get("PRACTICE_HOSTS", "").partition(",")[0].strip().strip("[]") or "localhost"
connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=4)
try:
    connection.request("GET", "/healthz", headers={"Host": f"[{name}]" if ":" in name else name})
    status = connection.getresponse().status
except OSError as error:
    sys.exit(f"no answer on port {PORT}: {error}")
sys.exit(0 if status == 200 else f"port {PORT} answers with {status}")
