# A user's program: the four clients, each given nothing but the exported values.
import os, sys, psycopg, redis
from qdrant_client import QdrantClient
from qdrant_client.models import Distance, PointStruct, VectorParams

words = sys.argv[1:]
postgres = psycopg.connect(os.environ["POSTGRES_URL"], autocommit=True)
store = redis.Redis.from_url(os.environ["REDIS_URL"])
vectors = QdrantClient(url=os.environ["QDRANT_URL"])

if "write" in words:
    postgres.execute("CREATE TABLE memory (text text)")
    postgres.execute("INSERT INTO memory VALUES ('kept')")
    store.set("memory", "kept")
    vectors.create_collection("memory", vectors_config=VectorParams(size=2, distance=Distance.DOT))
    vectors.upsert("memory", points=[PointStruct(id=1, vector=[1.0, 0.0], payload={"text": "kept"})])

assert postgres.execute("SELECT text FROM memory").fetchall() == [("kept",)]
assert store.get("memory") == b"kept"
points = vectors.retrieve("memory", ids=[1])
assert [point.payload for point in points] == [{"text": "kept"}], points

if "kafka" in words:
    from confluent_kafka import Consumer, Producer
    servers = os.environ["KAFKA_BOOTSTRAP_SERVERS"]
    producer = Producer({"bootstrap.servers": servers})
    failures = []
    producer.produce("memory", b"sent", on_delivery=lambda error, message: error and failures.append(error))
    assert producer.flush(60) == 0 and not failures, failures
    consumer = Consumer({"bootstrap.servers": servers, "group.id": "test", "auto.offset.reset": "earliest"})
    consumer.subscribe(["memory"])
    message = consumer.poll(60)
    assert message is not None and message.error() is None and message.value() == b"sent", message
    consumer.close()
