# Real clients that speak TLS, given nothing but the exported values: 'works' uses each; 'refused NAME' tries each with one
# thing wrong: plain, authority, password or host. Addresses of containers come by variables ADDRESS_SERVICE.
import os, socket, ssl, sys, urllib.parse, psycopg, redis
from confluent_kafka import Consumer, KafkaException, Producer
from confluent_kafka.admin import AdminClient
from qdrant_client import QdrantClient
from qdrant_client.models import Distance, PointStruct, VectorParams

word, wrong = (sys.argv[1:] + [None])[:2]
text = os.environ.get("KEPT", "kept")


def moved(service, host, port):
    """The server's address; by the container's own, which no certificate covers, where the name is to be wrong."""
    return os.environ["ADDRESS_" + service.upper()].split(":") if wrong == "host" else (host, port)


def authority(path):
    return os.environ["WRONG_AUTHORITY"] if wrong == "authority" else path


def secret(value):
    return "wrong" if wrong == "password" else value


def postgres():
    url = urllib.parse.urlsplit(os.environ["POSTGRES_URL"])
    query = dict(urllib.parse.parse_qsl(url.query))
    assert query["sslmode"] == "verify-full", query
    host, port = moved("postgres", url.hostname, url.port)
    query["sslmode"] = "disable" if wrong == "plain" else query["sslmode"]
    query["sslrootcert"] = authority(query["sslrootcert"])
    password = secret(urllib.parse.unquote(url.password))
    connection = psycopg.connect(
        host=host, port=port, user=url.username, password=password, dbname=url.path[1:], connect_timeout=20,
        autocommit=True, **query)
    with connection:
        connection.execute("CREATE TABLE IF NOT EXISTS memory (text text)")
        if word == "write":
            connection.execute("INSERT INTO memory VALUES (%s)", [text])
        assert (text,) in connection.execute("SELECT text FROM memory").fetchall()
        encrypted = connection.execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").fetchone()
        assert encrypted == (True,), encrypted
        if word == "client":
            named = connection.execute("SELECT client_dn FROM pg_stat_ssl WHERE pid = pg_backend_pid()").fetchone()[0]
            assert named and "CN=client" in named, named


def redis_():
    url = urllib.parse.urlsplit(os.environ["REDIS_URL"])
    assert url.scheme == "rediss", url.scheme
    host, port = moved("redis", url.hostname, url.port)
    tls = {} if wrong == "plain" else {"ssl": True, "ssl_ca_certs": authority(os.environ["REDIS_TLS_CA_PATH"])}
    store = redis.Redis(
        host=host, port=int(port), username=url.username, password=secret(urllib.parse.unquote(url.password)),
        socket_timeout=20, **tls)
    if word == "write":
        store.set("memory", text)
    assert store.get("memory") == text.encode()


def qdrant():
    url = urllib.parse.urlsplit(os.environ["QDRANT_URL"])
    assert url.scheme == "https", url.scheme
    host, port = moved("qdrant", url.hostname, url.port)
    scheme = "http" if wrong == "plain" else "https"
    store = QdrantClient(
        url=f"{scheme}://{host}:{port}", api_key=secret(os.environ["QDRANT_API_KEY"]), check_compatibility=False,
        timeout=20, verify=ssl.create_default_context(cafile=authority(os.environ["QDRANT_TLS_CA_PATH"])))
    if word == "write":
        store.create_collection("memory", vectors_config=VectorParams(size=2, distance=Distance.DOT))
        store.upsert("memory", points=[PointStruct(id=1, vector=[1.0, 0.0], payload={"text": text})])
    assert [point.payload for point in store.retrieve("memory", ids=[1])] == [{"text": text}]


def kafka():
    host, port = os.environ["KAFKA_BOOTSTRAP_SERVERS"].rsplit(":", 1)
    host, port = moved("kafka", host, port)
    protocol = os.environ["KAFKA_SECURITY_PROTOCOL"]
    assert protocol == "SASL_SSL", protocol
    errors = []
    settings = {
        "bootstrap.servers": f"{host}:{port}", "log_level": 0, "error_cb": errors.append,
        "security.protocol": "SASL_PLAINTEXT" if wrong == "plain" else protocol,
        "ssl.ca.location": authority(os.environ["KAFKA_SSL_CA_LOCATION"]),
        "sasl.mechanism": os.environ["KAFKA_SASL_MECHANISM"], "sasl.username": os.environ["KAFKA_SASL_USERNAME"],
        "sasl.password": secret(os.environ["KAFKA_SASL_PASSWORD"]),
    }
    client = AdminClient(settings)
    # A refusal is told by poll alone; list_topics would wait for its whole time.
    for _ in range(20):
        try:
            assert "memory.events" in client.list_topics(timeout=1).topics
            break
        except KafkaException:
            client.poll(0)
            if errors:
                raise ConnectionError(" ".join(str(error) for error in errors)) from None
    else:
        raise TimeoutError(errors)
    producer = Producer(settings)
    failures = []
    producer.produce("memory.events", text.encode(), on_delivery=lambda error, _: error and failures.append(error))
    assert producer.flush(60) == 0 and not failures, failures
    consumer = Consumer(settings | {"group.id": text, "auto.offset.reset": "earliest", "session.timeout.ms": 6000})
    consumer.subscribe(["memory.events"])
    message = consumer.poll(60)
    assert message is not None and message.error() is None and message.value(), message
    consumer.close()


#: What each says, or its type, where that one thing is wrong.
REFUSALS = {
    "plain": {
        "postgres": "no encryption", "redis": "ConnectionError", "qdrant": "ResponseHandlingException",
        "kafka": "ConnectionError",
    },
    "authority": dict.fromkeys(["postgres", "redis", "qdrant"], "certificate verify failed")
    | {"kafka": "certificate verify failed"},
    "password": {
        "postgres": "password authentication failed", "redis": "AuthenticationError", "qdrant": "401",
        "kafka": "uthentication failed",
    },
    "host": {
        "postgres": "does not match host name", "redis": "certificate is not valid for", "qdrant": "is not valid for",
        "kafka": "certificate verify failed",
    },
}

for service, attempt in {"postgres": postgres, "redis": redis_, "qdrant": qdrant, "kafka": kafka}.items():
    if word != "refused":
        attempt()
        continue
    try:
        attempt()
    except AssertionError:
        raise
    except Exception as problem:
        said = f"{type(problem).__name__}: {problem}"
        assert REFUSALS[wrong][service] in said, (service, wrong, said)
    else:
        raise AssertionError(f"{service} was not refused: {wrong}")
