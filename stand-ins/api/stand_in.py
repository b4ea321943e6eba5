"""A stand-in for SomaFractalMemory's API and consumer: it has their ports, health answers and token, and no memory.

It says at start which variables it got, by name alone, and reports which of its stores can be reached.
"""

import hmac
import json
import os
import pathlib
import signal
import socket
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

STORES = {
    "api": {"POSTGRES_URL": 5432, "REDIS_URL": 6379, "QDRANT_URL": 6333, "KAFKA_BOOTSTRAP_SERVERS": 9092},
    "consumer": {"POSTGRES_URL": 5432, "QDRANT_URL": 6333, "KAFKA_BOOTSTRAP_SERVERS": 9092},
}
#: A shell's and the image's own.
UNINTERESTING = {"HOME", "HOSTNAME", "LANG", "LC_CTYPE", "OLDPWD", "PATH", "PWD", "PYTHONUNBUFFERED", "SHLVL", "TERM", "_"}
#: Wants no token in the application either.
OPEN = ("/", "/health", "/healthz", "/readyz", "/metrics", "/docs")


def address(name, default_port):
    """Host and port of the first server that a variable names, or nothing."""
    first = os.environ.get(name, "").split(",")[0]
    parts = urlsplit(first if "://" in first else f"//{first}")
    return (parts.hostname, parts.port or default_port) if parts.hostname else None


def reached(name, default_port):
    place = address(name, default_port)
    if not place:
        return False
    try:
        socket.create_connection(place, timeout=1).close()
        return True
    except OSError:
        return False


def token():
    """The token, read once at start as in the application: a file with it goes before the variable."""
    file = os.environ.get("SOMA_API_TOKEN_FILE", "")
    if file and pathlib.Path(file).is_file():
        text = pathlib.Path(file).read_text().strip()
        if text:
            print("Loaded API token from secret")
        return text
    return os.environ.get("SOMA_API_TOKEN", "")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = urlsplit(self.path).path
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if path in ("/health", "/healthz", "/readyz"):
            # 200 whatever the checks say, as in the application: the JSON is the answer.
            self._answer(200, self._health())
        elif self.server.role == "consumer" or path in OPEN:
            self._answer(200, {"stand_in": self.server.role})
        else:
            self._answer(*self._authorised())

    do_POST = do_PUT = do_DELETE = do_GET

    def _health(self):
        up = {name: reached(name, port) for name, port in STORES[self.server.role].items()}
        return {
            "kv_store": up["POSTGRES_URL"] and up.get("REDIS_URL", True),
            "vector_store": up["QDRANT_URL"],
            "graph_store": True,
            "prediction_provider": True,
            "stand_in": self.server.role,
            "reached": up,
        }

    def _authorised(self):
        given = self.headers.get("Authorization", "")
        if not given.startswith("Bearer "):
            return 401, {"detail": "Missing bearer token"}
        if not hmac.compare_digest(given[7:].encode("latin-1"), self.server.token.encode()):
            return 403, {"detail": "Invalid token"}
        return 501, {"detail": "the token is right, and this stand-in has no memory"}

    def _answer(self, code, value):
        body = json.dumps(value).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Quiet: probes would fill the log."""


def stay_connected():
    """The consumer's loop: a connection to Kafka, made anew when it ends."""
    while True:
        place = address("KAFKA_BOOTSTRAP_SERVERS", 9092)
        try:
            with socket.create_connection(place, timeout=5) as connection:
                print(f"connected to Kafka at {place[0]}:{place[1]}")
                connection.settimeout(None)
                connection.recv(1)
                print("the connection to Kafka ended")
        except (OSError, TypeError) as problem:
            print(f"Kafka is not reached: {problem if place else 'KAFKA_BOOTSTRAP_SERVERS is not set'}")
        time.sleep(1)


def stop(*_):
    raise SystemExit(0)


def main(role):
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    print(f"sfm-dev stand-in for {role}: it answers health checks and has no memory, for development only")
    print("variables:", " ".join(sorted(set(os.environ) - UNINTERESTING)) or "none")
    secret = token() if role == "api" else ""
    if role == "api" and not secret:
        sys.exit("error: SOMA_API_TOKEN must be set, or SOMA_API_TOKEN_FILE name a file with it")
    name, default = ("CONSUMER_METRICS_PORT", "8001") if role == "consumer" else ("UVICORN_PORT", "9595")
    server = ThreadingHTTPServer(("0.0.0.0", int(os.environ.get(name) or default)), Handler)
    server.daemon_threads, server.role, server.token = True, role, secret
    if role == "consumer":
        threading.Thread(target=stay_connected, daemon=True).start()
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1] if sys.argv[1:] else "api")
