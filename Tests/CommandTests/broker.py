# Kafka's real client, given what `env` exports: broker.py USER PASSWORD [TOPIC]. A message goes to the topic and comes back.
import os, sys
from confluent_kafka import Consumer, Producer
from confluent_kafka.admin import AdminClient

user, password = sys.argv[1:3]
errors = []
settings = {
    "bootstrap.servers": os.environ["KAFKA_BOOTSTRAP_SERVERS"],
    "security.protocol": os.environ["KAFKA_SECURITY_PROTOCOL"] if user else "PLAINTEXT",
    "error_cb": lambda error: errors.append(str(error)),
    "log_level": 0,
}
if user:
    mechanism = os.environ["KAFKA_SASL_MECHANISM"]
    settings |= {"sasl.mechanism": mechanism, "sasl.username": user, "sasl.password": password}
admin = AdminClient(settings)
try:
    topics = admin.list_topics(timeout=5).topics
except Exception:
    admin.poll(1)  # which tells the errors
    sys.exit("refused: " + "; ".join(errors))
print(*sorted((name, len(topic.partitions)) for name, topic in topics.items()), sep="\n")
for topic in sys.argv[3:]:
    producer = Producer(settings)
    producer.produce(topic, b"kept")
    assert producer.flush(20) == 0, errors
    consumer = Consumer(settings | {"group.id": "test", "auto.offset.reset": "earliest", "session.timeout.ms": 6000})
    consumer.subscribe([topic])
    message = consumer.poll(30)
    assert message and message.value() == b"kept", errors
    consumer.close()
