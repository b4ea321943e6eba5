"""What the server reads: files in ./config, then QDRANT__SECTION__KEY, which wins."""

import os
import pathlib

VERSION = "1.9.2"


class Settings:
    def __init__(self, environment=os.environ, folder=pathlib.Path("config")):
        self._tree = {}
        for name in ("config", environment.get("RUN_MODE", "development"), "local"):
            self._merge(self._tree, self._file(folder / f"{name}.yaml"))
        for name, value in environment.items():
            if name.startswith("QDRANT__"):
                self._set([part.lower() for part in name.split("__")[1:]], value)
        self.host = self._text("service", "host") or "0.0.0.0"
        self.port = self._number("service", "http_port", 6333)
        self.api_key = self._text("service", "api_key")
        self.read_only_api_key = self._text("service", "read_only_api_key")
        self.storage = self._text("storage", "storage_path") or "./storage"
        self.tls = self._text("service", "enable_tls").lower() in ("true", "1", "yes", "on")
        self.certificate = self._text("tls", "cert")
        self.key = self._text("tls", "key")
        self.client_authorities = self._text("tls", "ca_cert")
        wanted = self._text("service", "verify_https_client_certificate").lower()
        self.verify_clients = wanted in ("true", "1", "yes", "on")
        if self.tls and not (self.certificate and self.key):
            raise ValueError("service.enable_tls needs tls.cert and tls.key (QDRANT__TLS__CERT, QDRANT__TLS__KEY)")

    @staticmethod
    def _file(path):
        if not path.is_file():
            return {}
        import yaml  # slow to load, and seldom needed

        return yaml.safe_load(path.read_text()) or {}

    def _merge(self, into, other):
        for key, value in other.items():
            if isinstance(value, dict) and isinstance(into.get(key), dict):
                self._merge(into[key], value)
            else:
                into[key] = value

    def _set(self, path, value):
        place = self._tree
        for part in path[:-1]:
            if not isinstance(place.get(part), dict):
                place[part] = {}
            place = place[part]
        place[path[-1]] = value

    def _text(self, section, key):
        value = (self._tree.get(section) or {}).get(key)
        return "" if value is None else str(value)

    def _number(self, section, key, default):
        text = self._text(section, key)
        if text and not text.isdigit():
            raise ValueError(f"{section}.{key} is not a number: {text}")
        return int(text) if text else default
