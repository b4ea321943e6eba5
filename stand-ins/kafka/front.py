"""What stands before the broker where a listener wants a login. On such a listener it logs clients in by SCRAM, and passes
on what they say then; on the inter-broker listener it passes everything on, and keeps the users.

    front.py --users HOST:PORT HOST:PORT --login HOST:PORT HOST:PORT MECHANISM,… PROTOCOL [--tls KEYS]

Each listener is given where it listens and where it passes on to; one whose protocol is SASL_SSL speaks TLS, with the key
and the certificate in the file KEYS."""

import argparse
import asyncio
import signal
import ssl

import wire
from users import MECHANISMS, Login, Refused, Users

UNSUPPORTED_MECHANISM, AUTHENTICATION_FAILED = 33, 58


async def frame(reader):
    """One message, or nothing once the other side has closed."""
    try:
        size = int.from_bytes(await reader.readexactly(4), "big")
        if size > wire.LONGEST:
            raise wire.Malformed
        return await reader.readexactly(size)
    except asyncio.IncompleteReadError:
        return None


async def pump(reader, writer):
    while data := await reader.read(1 << 16):
        writer.write(data)
        await writer.drain()
    # TLS has no half of a connection that could be closed.
    if writer.can_write_eof():
        writer.write_eof()
    else:
        writer.close()


class LoginListener:
    def __init__(self, users, origin, mechanisms):
        self.users, self.origin = users, origin
        self.mechanisms = {MECHANISMS[number][0]: number for number in MECHANISMS if MECHANISMS[number][0] in mechanisms}

    async def serve(self, reader, writer, origin_reader, origin_writer):
        login = None
        while login is None or not login.is_done:
            message = await frame(reader)
            if message is None:
                return
            request = wire.Request(message)
            if request.key == wire.API_VERSIONS:
                origin_writer.write(wire.framed(message))
                response = await frame(origin_reader)
                if response is None:
                    return
                writer.write(wire.framed(wire.with_versions(response, request.version, wire.VERSIONS_OF_LOGIN)))
            elif request.key == wire.SASL_HANDSHAKE and request.version == 1 and login is None:
                mechanism = self.mechanisms.get(request.body.text())
                writer.write(wire.framed(self._handshake(request, mechanism)))
                if mechanism is None:
                    return
                login = Login(self.users, mechanism)
            elif request.key == wire.SASL_AUTHENTICATE and request.version in (0, 1) and login is not None:
                token = request.body.bytes(request.body.int(4))
                try:
                    writer.write(wire.framed(self._authenticated(request, token=login.answer(token))))
                except Refused:
                    # Kafka's own words (SaslServerAuthenticator.java): they do not tell whether there is such a user.
                    problem = (
                        "Authentication failed during authentication due to invalid credentials with SASL mechanism "
                        + MECHANISMS[login.mechanism][0]
                    )
                    writer.write(wire.framed(self._authenticated(request, AUTHENTICATION_FAILED, problem)))
                    return
            else:
                # Kafka hangs up on who asks for anything before the login.
                return
            await writer.drain()
        await both(pump(reader, origin_writer), pump(origin_reader, writer))

    def _handshake(self, request, mechanism):
        names = [wire.text(name) for name in self.mechanisms]
        code = 0 if mechanism else UNSUPPORTED_MECHANISM
        return request.correlation + wire.number(code, 2) + wire.number(len(names), 4) + b"".join(names)

    def _authenticated(self, request, code=0, problem=None, token=b""):
        lifetime = wire.number(0, 8) if request.version == 1 else b""
        return (
            request.correlation + wire.number(code, 2) + wire.text(problem) + wire.number(len(token), 4) + token + lifetime
        )


class UsersListener:
    OWN = (wire.DESCRIBE_USERS, wire.ALTER_USERS)

    def __init__(self, users, origin):
        self.users, self.origin = users, origin

    async def serve(self, reader, writer, origin_reader, origin_writer):
        #: Versions of ApiVersions that were asked for, by the correlation id, until the answer comes.
        asked = {}
        await both(
            self._requests(reader, writer, origin_writer, asked), self._responses(origin_reader, writer, asked)
        )

    async def _requests(self, reader, writer, origin, asked):
        while (message := await frame(reader)) is not None:
            request = wire.Request(message, flexible=self.OWN)
            if request.key in self.OWN:
                if request.version != 0:
                    return
                writer.write(wire.framed(self.users.answer(request)))
                await writer.drain()
                continue
            if request.key == wire.API_VERSIONS:
                asked[request.correlation] = request.version
            origin.write(wire.framed(message))
            await origin.drain()
        origin.write_eof()

    async def _responses(self, origin, writer, asked):
        while (message := await frame(origin)) is not None:
            version = asked.pop(message[:4], None)
            if version is not None:
                message = wire.with_versions(message, version, wire.VERSIONS_OF_USERS)
            writer.write(wire.framed(message))
            await writer.drain()
        writer.write_eof()


async def both(*directions):
    """Both directions of a connection, until both have ended or one has failed."""
    tasks = [asyncio.ensure_future(direction) for direction in directions]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()


async def connected(host, port):
    """The broker's end: it starts beside this program, and may need a moment."""
    for _ in range(100):
        try:
            return await asyncio.open_connection(host, port)
        except OSError:
            await asyncio.sleep(0.05)
    return await asyncio.open_connection(host, port)


def context(keys):
    secured = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secured.load_cert_chain(keys)
    return secured


async def listen(listener, address, tls=None):
    async def serve(reader, writer):
        ends = [writer]
        try:
            origin_reader, origin_writer = await connected(*listener.origin)
            ends.append(origin_writer)
            await listener.serve(reader, writer, origin_reader, origin_writer)
        except (OSError, wire.Malformed, IndexError):
            pass
        finally:
            for end in ends:
                end.close()

    host, port = address
    return await asyncio.start_server(serve, host or None, port, ssl=tls)


def address(text):
    host, _, port = text.rpartition(":")
    return host.strip("[]"), int(port)


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--users", nargs=2, metavar=("LISTEN", "ORIGIN"), required=True)
    names = ("LISTEN", "ORIGIN", "MECHANISMS", "PROTOCOL")
    parser.add_argument("--login", nargs=4, metavar=names, action="append", default=[])
    parser.add_argument("--tls", metavar="KEYS")
    options = parser.parse_args()
    users = Users()
    await listen(UsersListener(users, address(options.users[1])), address(options.users[0]))
    tls = context(options.tls) if options.tls else None
    for where, origin, mechanisms, protocol in options.login:
        listener = LoginListener(users, address(origin), mechanisms.split(","))
        await listen(listener, address(where), tls if protocol == "SASL_SSL" else None)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()


asyncio.run(main())
