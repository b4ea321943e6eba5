"""A stand-in for Qdrant: its REST interface, settings and API key, over the local engine of its Python client."""

import hmac
import json
import signal
import ssl
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

from routes import READING, Refused, Routes
from settings import VERSION, Settings

#: Answered without a key, as by the server itself: a 200 here proves nothing about the key.
OPEN = {
    "/healthz": "healthz check passed",
    "/livez": "healthz check passed",
    "/readyz": "all shards are ready",
}
LARGEST_BODY = 32 << 20  # the server's own default, service.max_request_size_mb


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        started = time.monotonic()
        path = unquote(urlsplit(self.path).path)
        path = path.rstrip("/") or "/"
        length = int(self.headers.get("Content-Length") or 0)
        if length > LARGEST_BODY or "chunked" in self.headers.get("Transfer-Encoding", ""):
            self.close_connection = True
            return self._text(413, f"Payload reached size limit of {LARGEST_BODY} bytes.")
        body = self.rfile.read(length)
        if self.command == "GET" and path in OPEN:
            return self._text(200, OPEN[path])
        if self.command == "GET" and path == "/":
            return self._json(200, {"title": "qdrant - vector search engine (sfm-dev stand-in)", "version": VERSION})
        refusal = self._refused(path)
        if refusal:
            return self._text(*refusal)
        try:
            result = self.server.routes.answer(self.command, path, self._decode(body))
            answer, code = {"result": result, "status": "ok"}, 200
        except Refused as refused:
            answer, code = {"status": {"error": str(refused)}}, refused.status
        self._json(code, answer | {"time": time.monotonic() - started})

    do_POST = do_PUT = do_PATCH = do_DELETE = do_GET

    def _decode(self, body):
        try:
            return json.loads(body) if body else None
        except ValueError as problem:
            raise Refused(400, f"Format error in JSON body: {problem}") from problem

    def _refused(self, path):
        """The code and text that refuse a request without a right key, or nothing."""
        settings = self.server.settings
        if not (settings.api_key or settings.read_only_api_key):
            return None
        bearer = self.headers.get("Authorization", "")
        key = self.headers.get("api-key") or (bearer[7:] if bearer.startswith("Bearer ") else None)
        if key is None:
            return 401, "Must provide an API key or an Authorization bearer token"
        if self._same(key, settings.api_key):
            return None
        if not self._same(key, settings.read_only_api_key):
            return 401, "Invalid API key or JWT"
        reads = self.command == "GET" or (self.command == "POST" and path.endswith(READING))
        return None if reads else (403, "Forbidden: Global manage access is required")

    @staticmethod
    def _same(key, wanted):
        return bool(wanted) and hmac.compare_digest(key.encode("latin-1"), wanted.encode())

    def _json(self, code, value):
        self._send(code, "application/json", json.dumps(value).encode())

    def _text(self, code, value):
        self._send(code, "text/plain; charset=utf-8", value.encode())

    def _send(self, code, kind, body):
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Quiet: probes would fill the log."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, settings):
        self.settings = settings
        self._tls = self._context() if settings.tls else None
        super().__init__((settings.host, settings.port), Handler)
        self.routes = Routes(settings.storage)

    def _context(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.settings.certificate, self.settings.key)
        if self.settings.verify_clients:
            context.load_verify_locations(self.settings.client_authorities)
            context.verify_mode = ssl.CERT_REQUIRED
        return context

    def finish_request(self, request, client_address):
        # In the connection's own thread: a slow handshake holds up nobody else.
        try:
            if self._tls:
                with self._tls.wrap_socket(request, server_side=True) as secured:
                    super().finish_request(secured, client_address)
            else:
                super().finish_request(request, client_address)
        except OSError as problem:
            print(f"connection from {client_address[0]}: {problem}", flush=True)


def stop(*_):
    raise SystemExit(0)


def main():
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        server = Server(Settings())
    except (OSError, ValueError) as problem:
        sys.exit(f"sfm-dev stand-in for qdrant: error: {problem}")
    print(
        "sfm-dev stand-in for qdrant: its Python client's local engine, for development only;"
        f" {'https' if server.settings.tls else 'http'} on port {server.settings.port},"
        f" API key {'required' if server.settings.api_key else 'not set'}"
    )
    try:
        server.serve_forever()
    finally:
        server.routes.close()


if __name__ == "__main__":
    main()
