# Takes three URLs apart as the clients do, and expects the secret back from each.
import os, psycopg, redis, urllib.parse
from qdrant_client import QdrantClient

secret = os.environ["SECRET"]
postgres = psycopg.conninfo.conninfo_to_dict(os.environ["A"])  # libpq's own parser
assert postgres["password"] == secret and postgres["host"] == "::1", postgres
store = redis.Redis.from_url(os.environ["B"]).connection_pool.connection_kwargs
assert store["password"] == secret and store["host"] == "::1" and store["db"] == 3, store
parts = urllib.parse.urlsplit(os.environ["C"])
assert urllib.parse.unquote(parts.password) == secret and parts.hostname == "::1"
assert parts.query == "b=2&a=1%20x"
QdrantClient(url=os.environ["C"], check_compatibility=False)
