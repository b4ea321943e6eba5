"""Users with SCRAM passwords (RFC 5802) as Kafka has them: kept in memory, asked and changed by APIs 50 and 51."""

import base64
import hashlib
import hmac
import os
import re
from dataclasses import dataclass

from wire import ALTER_USERS, Malformed, compact_array, compact_text, number

#: By the number that the wire has for it (Apache Kafka, ScramMechanism.java).
MECHANISMS = {1: ("SCRAM-SHA-256", "sha256"), 2: ("SCRAM-SHA-512", "sha512")}
ITERATIONS = range(4096, 16384 + 1)
UNSUPPORTED_MECHANISM, NOT_FOUND, DUPLICATE, UNACCEPTABLE = 33, 91, 92, 93


class Refused(Exception):
    """A login that failed; why, nobody is told."""


@dataclass(frozen=True)
class Credential:
    salt: bytes
    iterations: int
    stored_key: bytes
    server_key: bytes


class Users:
    def __init__(self):
        #: By name and number of the mechanism.
        self.credentials = {}

    def answer(self, request):
        """The response to API 50 or 51, version 0, without its size."""
        answer = self._alter if request.key == ALTER_USERS else self._describe
        # The header's tagged fields, then throttle_time_ms.
        return request.correlation + b"\0" + number(0, 4) + answer(request.body) + b"\0"

    def _describe(self, body):
        wanted = body.compact_array(lambda: (body.compact_text(), body.tags())[0])
        names = sorted({name for name, _ in self.credentials}) if wanted is None else wanted
        results = []
        for name in names:
            infos = [
                number(mechanism, 1) + number(credential.iterations, 4) + b"\0"
                for (user, mechanism), credential in sorted(self.credentials.items())
                if user == name
            ]
            code, message = 0, None
            if not infos:
                code, message = NOT_FOUND, f"Attempt to describe a user credential that does not exist: {name}"
            results.append(_result(name, code, message) + compact_array(infos) + b"\0")
        return number(0, 2) + compact_text(None) + compact_array(results)

    def _alter(self, body):
        def deletion():
            entry = body.compact_text(), body.int(1)
            body.tags()
            return entry

        def upsertion():
            entry = body.compact_text(), body.int(1), body.int(4), body.compact_bytes(), body.compact_bytes()
            body.tags()
            return entry

        deletions, upsertions = body.compact_array(deletion), body.compact_array(upsertion)
        if deletions is None or upsertions is None:
            raise Malformed
        changes, faults = {}, {}
        for name, mechanism, *values in deletions + upsertions:
            fault = _fault(name, mechanism, values)
            if (name, mechanism) in changes:
                fault = DUPLICATE, "A user credential cannot be altered twice in the same request"
            elif not values and (name, mechanism) not in self.credentials:
                fault = NOT_FOUND, "Attempt to delete a user credential that does not exist"
            changes[name, mechanism] = values
            if fault:
                faults.setdefault(name, fault)
        for (name, mechanism), values in changes.items():
            if name in faults:
                continue
            if values:
                self.credentials[name, mechanism] = _credential(MECHANISMS[mechanism][1], *values)
            else:
                del self.credentials[name, mechanism]
        names = list(dict.fromkeys(name for name, _ in changes))
        return compact_array([_result(name, *faults.get(name, (0, None))) + b"\0" for name in names])


def _result(name, code, message):
    return compact_text(name) + number(code, 2) + compact_text(message)


def _fault(name, mechanism, values):
    if not name:
        return UNACCEPTABLE, "Username must not be empty"
    if mechanism not in MECHANISMS:
        return UNSUPPORTED_MECHANISM, "Unknown SCRAM mechanism"
    if values and values[0] < ITERATIONS.start:
        return UNACCEPTABLE, "Too few iterations"
    if values and values[0] >= ITERATIONS.stop:
        return UNACCEPTABLE, "Too many iterations"
    return None


def _credential(digest, iterations, salt, salted):
    client_key = hmac.digest(salted, b"Client Key", digest)
    return Credential(
        salt, iterations, hashlib.new(digest, client_key).digest(), hmac.digest(salted, b"Server Key", digest)
    )


class Login:
    """The server's side of one login."""

    def __init__(self, users, mechanism):
        self.users, self.mechanism = users, mechanism
        self.digest = MECHANISMS[mechanism][1]
        self.credential = None
        self.is_done = False

    def answer(self, token):
        """The server's next word; `Refused` where there is none."""
        try:
            message = token.decode()
        except UnicodeDecodeError as problem:
            raise Refused from problem
        return (self._first if self.credential is None else self._final)(message).encode()

    def _first(self, message):
        # Kafka takes no channel binding.
        match = re.fullmatch(r"(n,(?:a=[^,]*)?,)(n=([^,]+),r=([^,]+)(?:,.*)?)", message, re.DOTALL)
        if not match:
            raise Refused
        self.header, self.client_first, name, nonce = match.groups()
        name = name.replace("=2C", ",").replace("=3D", "=")
        self.credential = self.users.credentials.get((name, self.mechanism))
        if self.credential is None:
            raise Refused
        self.nonce = nonce + base64.b64encode(os.urandom(18)).decode()
        salt = base64.b64encode(self.credential.salt).decode()
        self.server_first = f"r={self.nonce},s={salt},i={self.credential.iterations}"
        return self.server_first

    def _final(self, message):
        without_proof, _, proof = message.rpartition(",p=")
        header = base64.b64encode(self.header.encode()).decode()
        if self.is_done or without_proof != f"c={header},r={self.nonce}":
            raise Refused
        said = f"{self.client_first},{self.server_first},{without_proof}".encode()
        signature = hmac.digest(self.credential.stored_key, said, self.digest)
        try:
            proof = base64.b64decode(proof, validate=True)
        except ValueError as problem:
            raise Refused from problem
        client_key = bytes(left ^ right for left, right in zip(proof, signature, strict=False))
        if not hmac.compare_digest(hashlib.new(self.digest, client_key).digest(), self.credential.stored_key):
            raise Refused
        self.is_done = True
        return "v=" + base64.b64encode(hmac.digest(self.credential.server_key, said, self.digest)).decode()
