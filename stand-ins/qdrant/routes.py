"""Qdrant's REST requests, answered by the engine that the Python client carries for local use."""

import json
import pathlib
import re
import threading


class Refused(Exception):
    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


class Routes:
    """The engine takes a second to load, so that happens beside: until then requests wait, and none is refused."""

    def __init__(self, storage):
        self._storage = pathlib.Path(storage)
        self._storage.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._loaded = threading.Event()
        self._engine = self._models = self._failure = None
        threading.Thread(target=self._load, daemon=True).start()

    def _load(self):
        try:
            import pydantic
            from qdrant_client.http import models
            from qdrant_client.local.qdrant_local import QdrantLocal

            self._models, self._adapter = models, pydantic.TypeAdapter
            self._invalid = pydantic.ValidationError
            self._engine = QdrantLocal(str(self._storage), force_disable_check_same_thread=True)
        except Exception as failure:
            self._failure = failure
        self._loaded.set()

    def close(self):
        if self._engine:
            with self._lock:
                self._engine.close()

    def answer(self, method, path, body):
        """The `result` of a request; raises Refused."""
        if (method, path) == ("GET", "/collections") and not self._loaded.is_set():
            return {"collections": [{"name": name} for name in self._stored_names()]}
        for wanted, pattern, name in ROUTES:
            match = pattern.fullmatch(path)
            if wanted == method and match:
                return self._call(getattr(self, name), match.groups(), body)
        raise Refused(404, f"this stand-in has no {method} {path}")

    def _call(self, function, arguments, body):
        self._loaded.wait()
        if self._failure:
            raise Refused(500, f"Service internal error: {self._failure}")
        try:
            with self._lock:
                return function(*arguments, body)
        except self._invalid as problem:
            raise Refused(400, f"Format error in JSON body: {problem.errors()[0]['msg']}") from problem
        except (ValueError, KeyError, TypeError) as problem:
            raise self._refusal(str(problem)) from problem

    @staticmethod
    def _refusal(text):
        missing = re.fullmatch(r"Collection (.*) not found", text)
        if missing:
            return Refused(404, f"Not found: Collection `{missing[1]}` doesn't exist!")
        existing = re.fullmatch(r"Collection (.*) already exists", text)
        if existing:
            return Refused(409, f"Wrong input: Collection `{existing[1]}` already exists!")
        return Refused(400, f"Wrong input: {text.removeprefix('Wrong input: ')}")

    def _stored_names(self):
        try:
            return list(json.loads((self._storage / "meta.json").read_text())["collections"])
        except (OSError, ValueError, KeyError):
            return []

    def _parse(self, model, body):
        return self._adapter(model).validate_python(body)

    @staticmethod
    def _plain(value):
        """Models to what JSON can hold."""
        if isinstance(value, list):
            return [Routes._plain(item) for item in value]
        return value.model_dump(mode="json", exclude_none=True) if hasattr(value, "model_dump") else value

    # Collections

    def collections(self, _):
        return self._plain(self._engine.get_collections())

    def collection(self, name, _):
        return self._plain(self._engine.get_collection(name))

    def exists(self, name, _):
        return {"exists": self._engine.collection_exists(name)}

    def create(self, name, body):
        wanted = self._parse(self._models.CreateCollection, body or {})
        return self._engine.create_collection(
            name, vectors_config=wanted.vectors, sparse_vectors_config=wanted.sparse_vectors, metadata=wanted.metadata
        )

    def update(self, name, body):
        wanted = self._parse(self._models.UpdateCollection, body or {})
        self._engine.update_collection(
            name, sparse_vectors_config=wanted.sparse_vectors, metadata=wanted.metadata, vectors_config=wanted.vectors
        )
        return True

    def drop(self, name, _):
        return self._engine.delete_collection(name)

    def aliases(self, _):
        return self._plain(self._engine.get_aliases())

    def change_aliases(self, body):
        wanted = self._parse(self._models.ChangeAliasesOperation, body)
        return self._engine.update_collection_aliases(wanted.actions)

    def create_index(self, name, body):
        wanted = self._parse(self._models.CreateFieldIndex, body)
        return self._plain(self._engine.create_payload_index(name, wanted.field_name, wanted.field_schema))

    def drop_index(self, name, field, _):
        return self._plain(self._engine.delete_payload_index(name, field))

    # Points

    def upsert(self, name, body):
        models = self._models
        if "points" in body:
            points = self._parse(models.PointsList, body).points
        else:
            points = self._parse(models.PointsBatch, body).batch
        return self._plain(self._engine.upsert(name, points))

    def retrieve(self, name, body):
        wanted = self._parse(self._models.PointRequest, body)
        shown = True if wanted.with_payload is None else wanted.with_payload
        return self._plain(self._engine.retrieve(name, wanted.ids, shown, wanted.with_vector or False))

    def point(self, name, identity, _):
        found = self._engine.retrieve(name, [int(identity) if identity.isdigit() else identity], True, True)
        if not found:
            raise Refused(404, f"Not found: Point with id {identity} does not exists!")
        return self._plain(found[0])

    def scroll(self, name, body):
        wanted = self._parse(self._models.ScrollRequest, body or {})
        points, following = self._engine.scroll(
            name,
            scroll_filter=wanted.filter,
            limit=wanted.limit or 10,
            order_by=wanted.order_by,
            offset=wanted.offset,
            with_payload=True if wanted.with_payload is None else wanted.with_payload,
            with_vectors=wanted.with_vector or False,
        )
        return {"points": self._plain(points), "next_page_offset": following}

    def count(self, name, body):
        wanted = self._parse(self._models.CountRequest, body or {})
        return self._plain(self._engine.count(name, count_filter=wanted.filter))

    def delete(self, name, body):
        return self._plain(self._engine.delete(name, self._parse(self._models.PointsSelector, body)))

    def query(self, name, body):
        return {"points": self._query(name, self._parse(self._models.QueryRequest, body or {}))}

    def query_batch(self, name, body):
        wanted = self._parse(self._models.QueryRequestBatch, body)
        return [{"points": self._query(name, search)} for search in wanted.searches]

    def search(self, name, body):
        # The older form: a vector, or one by its name, in place of a query.
        body = dict(body)
        vector = body.pop("vector")
        if isinstance(vector, dict):
            body["using"], vector = vector["name"], vector["vector"]
        return self._query(name, self._parse(self._models.QueryRequest, body | {"query": vector}))

    def _query(self, name, wanted):
        found = self._engine.query_points(
            name,
            query=wanted.query,
            using=wanted.using,
            prefetch=wanted.prefetch,
            query_filter=wanted.filter,
            search_params=wanted.params,
            limit=wanted.limit or 10,
            offset=wanted.offset,
            with_payload=wanted.with_payload or False,
            with_vectors=wanted.with_vector or False,
            score_threshold=wanted.score_threshold,
            lookup_from=wanted.lookup_from,
        )
        return self._plain(found.points)

    # Payloads

    def _payload(self, body):
        wanted = self._parse(self._models.SetPayload, body)
        return wanted, wanted.points if wanted.points is not None else wanted.filter

    def set_payload(self, name, body):
        wanted, selector = self._payload(body)
        return self._plain(self._engine.set_payload(name, wanted.payload, selector, wanted.key))

    def overwrite_payload(self, name, body):
        wanted, selector = self._payload(body)
        return self._plain(self._engine.overwrite_payload(name, wanted.payload, selector))

    def delete_payload(self, name, body):
        wanted = self._parse(self._models.DeletePayload, body)
        selector = wanted.points if wanted.points is not None else wanted.filter
        return self._plain(self._engine.delete_payload(name, wanted.keys, selector))

    def clear_payload(self, name, body):
        return self._plain(self._engine.clear_payload(name, self._parse(self._models.PointsSelector, body)))


def _route(method, path, name):
    return method, re.compile(re.sub(r"\\\{[a-z]+\\\}", "([^/]+)", re.escape(path))), name


ROUTES = [
    _route(*line.split())
    for line in """
    GET    /collections                                   collections
    GET    /collections/{name}                            collection
    PUT    /collections/{name}                            create
    PATCH  /collections/{name}                            update
    DELETE /collections/{name}                            drop
    GET    /collections/{name}/exists                     exists
    GET    /aliases                                       aliases
    POST   /collections/aliases                           change_aliases
    PUT    /collections/{name}/index                      create_index
    DELETE /collections/{name}/index/{field}              drop_index
    PUT    /collections/{name}/points                     upsert
    POST   /collections/{name}/points                     retrieve
    POST   /collections/{name}/points/scroll              scroll
    POST   /collections/{name}/points/count               count
    POST   /collections/{name}/points/delete              delete
    POST   /collections/{name}/points/query               query
    POST   /collections/{name}/points/query/batch         query_batch
    POST   /collections/{name}/points/search              search
    POST   /collections/{name}/points/payload             set_payload
    PUT    /collections/{name}/points/payload             overwrite_payload
    POST   /collections/{name}/points/payload/delete      delete_payload
    POST   /collections/{name}/points/payload/clear       clear_payload
    GET    /collections/{name}/points/{id}                point
    """.strip().splitlines()
]

#: What a read-only key may ask for, besides every GET.
READING = ("/points", "/scroll", "/count", "/query", "/batch", "/search")
