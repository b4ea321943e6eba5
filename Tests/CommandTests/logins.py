# Real clients of each store that has a login, given nothing but the exported values.
import os, sys, psycopg, redis
from qdrant_client import QdrantClient
from qdrant_client.http.exceptions import UnexpectedResponse
from qdrant_client.models import Distance, PointStruct, VectorParams

url = os.environ["REDIS_URL"]
key = os.environ.get("QDRANT_API_KEY")


def store(url):
    return redis.Redis.from_url(url, socket_timeout=20)


def vectors(key):
    # The address has its scheme: the client would take https for granted where there is a key.
    return QdrantClient(url=os.environ["QDRANT_URL"], api_key=key, check_compatibility=False, timeout=20)


def rows(dsn):
    with psycopg.connect(dsn, autocommit=True) as connection:
        return connection.execute("SELECT text FROM memory").fetchall()


def topics(password):
    from confluent_kafka.admin import AdminClient

    names = {"bootstrap.servers": "BOOTSTRAP_SERVERS", "security.protocol": "SECURITY_PROTOCOL"}
    names |= {"sasl.mechanism": "SASL_MECHANISM", "sasl.username": "SASL_USERNAME"}
    settings = {name: os.environ["KAFKA_" + variable] for name, variable in names.items()}
    errors = []
    client = AdminClient(settings | {"sasl.password": password, "error_cb": errors.append, "log_level": 0})
    # A refused login is told by poll alone; list_topics would wait for its whole time.
    for _ in range(20):
        try:
            return client.list_topics(timeout=0.5).topics
        except Exception as problem:
            client.poll(0)
            if any("uthentication" in str(error) for error in errors):
                raise PermissionError(errors) from problem
    raise TimeoutError(errors)


def is_refused(attempt, refusal):
    try:
        attempt()
    except refusal as problem:
        return problem
    return None


dsn = os.environ.get("POSTGRES_URL")
broker = os.environ.get("KAFKA_SASL_PASSWORD")
word = sys.argv[1]
if word == "write":
    if dsn:
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute("CREATE TABLE memory AS SELECT 'kept' AS text")
    store(url).set("memory", "kept")
    vectors(key).create_collection("memory", vectors_config=VectorParams(size=2, distance=Distance.DOT))
    vectors(key).upsert("memory", points=[PointStruct(id=1, vector=[1.0, 0.0], payload={"text": "kept"})])
if word in ("write", "read"):
    assert not dsn or rows(dsn) == [("kept",)]
    assert not broker or "memory.events" in topics(broker)
    assert store(url).get("memory") == b"kept"
    assert [point.payload for point in vectors(key).retrieve("memory", ids=[1])] == [{"text": "kept"}]
if word == "ping":
    assert store(url).ping()
if word == "rules":
    # A user who may read and write what begins with 'cache:', and nothing else.
    assert store(url).set("cache:a", "b") and store(url).get("cache:a") == b"b"
    assert is_refused(lambda: store(url).get("memory"), redis.exceptions.NoPermissionError)
    assert is_refused(store(url).dbsize, redis.exceptions.NoPermissionError)
if word == "vectors":
    found = vectors(key).get_collection("memory vectors").config.params.vectors
    assert (found.size, found.distance) == (2, Distance.DOT), found
    vectors(key).upsert("memory vectors", points=[PointStruct(id=1, vector=[1.0, 0.0])])
    assert vectors(key).count("memory vectors").count == 1
if word == "refused":
    assert not dsn or "password authentication failed" in str(is_refused(lambda: rows(dsn), psycopg.OperationalError))
    if broker:
        problem = is_refused(lambda: topics(broker), PermissionError)
        assert problem and "uthentication failed" in str(problem), problem
    bare = "redis://" + url.rpartition("@")[2]
    assert is_refused(store(url).ping, redis.exceptions.AuthenticationError)
    assert is_refused(store(bare).ping, redis.exceptions.AuthenticationError)
    for wrong in (key, None):
        problem = is_refused(vectors(wrong).get_collections, UnexpectedResponse)
        assert problem and problem.status_code in (401, 403), problem
