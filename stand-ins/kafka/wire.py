"""The parts of Kafka's wire format that the front needs (Apache Kafka documentation, "Kafka protocol guide")."""

API_VERSIONS, SASL_HANDSHAKE, SASL_AUTHENTICATE = 18, 17, 36
DESCRIBE_USERS, ALTER_USERS = 50, 51

#: Of all versions that the broker has, those that the front itself answers.
VERSIONS_OF_LOGIN = {SASL_HANDSHAKE: (1, 1), SASL_AUTHENTICATE: (0, 1)}
VERSIONS_OF_USERS = {DESCRIBE_USERS: (0, 0), ALTER_USERS: (0, 0)}

LONGEST = 100 << 20  # the broker's own default, socket.request.max.bytes


class Malformed(Exception):
    """Bytes that are not what their place asks for."""


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def bytes(self, count):
        if count < 0 or self.at + count > len(self.data):
            raise Malformed
        self.at += count
        return self.data[self.at - count : self.at]

    def int(self, size):
        return int.from_bytes(self.bytes(size), "big", signed=True)

    def uvarint(self):
        value = shift = 0
        while True:
            byte = self.bytes(1)[0]
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value
            if shift > 28:
                raise Malformed

    def text(self):
        """A nullable one, with its length in two bytes."""
        length = self.int(2)
        return None if length < 0 else self._decoded(length)

    def compact_bytes(self):
        length = self.uvarint()
        return None if length == 0 else self.bytes(length - 1)

    def compact_text(self):
        length = self.uvarint()
        return None if length == 0 else self._decoded(length - 1)

    def compact_array(self, item):
        count = self.uvarint()
        if count > len(self.data) + 1:
            raise Malformed
        return None if count == 0 else [item() for _ in range(count - 1)]

    def tags(self):
        for _ in range(self.uvarint()):
            self.uvarint()
            self.bytes(self.uvarint())

    def rest(self):
        return self.data[self.at :]

    def _decoded(self, length):
        try:
            return self.bytes(length).decode()
        except UnicodeDecodeError as problem:
            raise Malformed from problem


class Request:
    """A request's header; `body` reads what follows it."""

    def __init__(self, frame, flexible=()):
        self.frame = frame
        self.body = Reader(frame)
        self.key, self.version = self.body.int(2), self.body.int(2)
        self.correlation = self.body.bytes(4)
        self.client = self.body.text()
        if self.key in flexible:
            self.body.tags()


def number(value, size):
    return value.to_bytes(size, "big", signed=True)


def uvarint(value):
    data = b""
    while value >= 0x80:
        data += bytes([value & 0x7F | 0x80])
        value >>= 7
    return data + bytes([value])


def text(value):
    return number(-1, 2) if value is None else number(len(value.encode()), 2) + value.encode()


def compact_text(value):
    return uvarint(0) if value is None else uvarint(len(value.encode()) + 1) + value.encode()


def compact_array(items):
    return uvarint(len(items) + 1) + b"".join(items)


def framed(message):
    return number(len(message), 4) + message


def with_versions(response, version, added):
    """A response to ApiVersions, the correlation id included, with further APIs, or other versions of them."""
    reader = Reader(response)
    head = reader.bytes(4) + reader.bytes(2)
    # The one to a version that the broker does not know is in the form of version 0, and is the client's to read.
    if head[4:] != bytes(2):
        return response
    is_compact = version >= 3
    count = reader.uvarint() - 1 if is_compact else reader.int(4)
    found = {}
    for _ in range(count):
        key = reader.int(2)
        found[key] = (reader.int(2), reader.int(2))
        if is_compact:
            reader.tags()
    found.update(added)
    end = uvarint(0) if is_compact else b""
    items = [number(key, 2) + number(least, 2) + number(most, 2) + end for key, (least, most) in sorted(found.items())]
    array = compact_array(items) if is_compact else number(len(items), 4) + b"".join(items)
    return head + array + reader.rest()
