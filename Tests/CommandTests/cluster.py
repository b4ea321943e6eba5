"""A small API server of Kubernetes, in memory: enough of it that kubectl and Helm talk to it as to a real one.

cluster.py FOLDER: listens on a free port of loopback, writes FOLDER/kubeconfig, prints a line when it is ready, and
appends each request to FOLDER/requests. FOLDER/faults.json says what goes wrong, and is read anew at each request:

  deny    [["PATCH", "secrets"], …]       answered by 403
  cut     true                            the next watch ends at once, as servers and proxies end them
  stuck   [deployment, …]                 its rollout never ends
  health  {path: [status, text]}          what its Service answers
  log     {deployment: text}              what its pod has written
  quiet   true                            an ExternalSecret that is told to look has nothing new
"""
import base64
import copy
import datetime
import json
import os
import queue
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

KINDS = {  # resource: (group/version, kind, namespaced)
    "namespaces": ("v1", "Namespace", False), "secrets": ("v1", "Secret", True), "pods": ("v1", "Pod", True),
    "services": ("v1", "Service", True), "configmaps": ("v1", "ConfigMap", True),
    "deployments": ("apps/v1", "Deployment", True), "statefulsets": ("apps/v1", "StatefulSet", True),
    "replicasets": ("apps/v1", "ReplicaSet", True), "cronjobs": ("batch/v1", "CronJob", True),
    "externalsecrets": ("external-secrets.io/v1", "ExternalSecret", True),
}
FOLDER = sys.argv[1]
STORE, WATCHERS, PENDING, CUT, LOCK = {}, [], [], [], threading.RLock()
COUNTER = [1000]


def root_of(version):
    return "apis/" + version if "/" in version else "api/" + version


def now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def faults():
    try:
        with open(os.path.join(FOLDER, "faults.json")) as file:
            return json.load(file)
    except FileNotFoundError:
        return {}


def merge(target, patch):
    for key, value in patch.items():
        if value is None:
            target.pop(key, None)
        elif isinstance(value, dict) and isinstance(target.get(key), dict):
            merge(target[key], value)
        else:
            target[key] = value
    return target


def bare(item):
    item = copy.deepcopy(item)
    for name in ("resourceVersion", "generation", "creationTimestamp", "uid"):
        item.get("metadata", {}).pop(name, None)
    item.pop("status", None)
    return item


def owned(entry):
    return entry["fieldsV1"].setdefault("f:data", {})


class Conflict(Exception):
    pass


def apply_data(old, item, manager, force):
    """Server-side apply of a Secret's values: who owns which, what conflicts, and what goes."""
    wanted, have = item.get("data", {}), dict((old or {}).get("data", {}))
    entries = copy.deepcopy((old or {}).get("metadata", {}).get("managedFields", []))
    mine = next((e for e in entries if e["manager"] == manager), None)
    others = [e for e in entries if e is not mine]
    for key, value in wanted.items():
        for entry in others:
            if "f:" + key in owned(entry) and have.get(key) != value:
                if not force:
                    raise Conflict(f'Apply failed with 1 conflict: conflict with "{entry["manager"]}" using v1: .data.{key}')
                del owned(entry)["f:" + key]
    before = set(owned(mine)) if mine else set()
    for key in before - {"f:" + key for key in wanted}:
        if not any(key in owned(entry) for entry in others):
            have.pop(key[2:], None)
    changed = {**have, **wanted} != (old or {}).get("data", {}) or before != {"f:" + key for key in wanted}
    if mine is None:
        mine = {"manager": manager, "operation": "Apply", "apiVersion": "v1", "fieldsType": "FieldsV1", "fieldsV1": {}}
        entries.append(mine)
    if changed:
        mine["time"] = now()
    mine["fieldsV1"] = {"f:data": {"f:" + key: {} for key in wanted}}
    item["data"] = {**have, **wanted}
    item.setdefault("metadata", {})["managedFields"] = entries
    return changed


def store(resource, namespace, name, item, manager="test"):
    """Keeps it, and tells whoever watches; what is as it was keeps its version."""
    with LOCK:
        key = (resource, namespace, name)
        old = STORE.get(key)
        if old and bare(old) == bare(item):
            return old
        version, kind, namespaced = KINDS[resource]
        COUNTER[0] += 1
        item.update(apiVersion=version, kind=kind)
        meta = item.setdefault("metadata", {})
        meta.update(name=name, resourceVersion=str(COUNTER[0]), uid=f"uid-{resource}-{name}")
        meta.setdefault("creationTimestamp", now())
        if resource != "secrets" or not meta.get("managedFields"):
            fields = {"f:data": {"f:" + key: {} for key in item["data"]}} if item.get("data") else {}
            meta["managedFields"] = [{"manager": manager, "operation": "Update", "apiVersion": version, "time": now(),
                                      "fieldsType": "FieldsV1", "fieldsV1": fields}]
        if namespaced:
            meta["namespace"] = namespace
        if resource == "deployments":
            roll_out(namespace, name, item, old)
        if resource == "externalsecrets" and old and not faults().get("quiet"):
            refresh(namespace, name, item)
        STORE[key] = item
        for watched, channel in WATCHERS:
            if watched == (resource, namespace):
                channel.put(("MODIFIED" if old else "ADDED", copy.deepcopy(item)))
        return item


def roll_out(namespace, name, item, old):
    wanted = item["spec"].get("replicas", 1)
    meta = item["metadata"]
    meta["generation"] = (old or {}).get("metadata", {}).get("generation", 0) + 1
    is_stuck = name in faults().get("stuck", [])
    # A pod more is tried, and the old ones go on.
    status = dict(observedGeneration=meta["generation"], replicas=wanted + is_stuck,
                  updatedReplicas=1 if is_stuck else wanted, readyReplicas=wanted, availableReplicas=wanted, conditions=[])
    item["status"] = status
    if not is_stuck:
        labels = item["spec"]["selector"]["matchLabels"]
        pod = {"metadata": {"labels": labels, "annotations": {"generation": str(meta["generation"])}},
               "spec": {"containers": [{"name": "main", "image": "x"}]},
               "status": {"phase": "Running", "startTime": now(), "containerStatuses": [
                   {"name": "main", "state": {"running": {"startedAt": now()}}}], "conditions": [
                   {"type": "Ready", "status": "True", "lastTransitionTime": now()}]}}
        store("pods", namespace, f"{name}-0", pod)


def refresh(namespace, name, item):
    """The operator, whose store always has a newer value. It is slow: it acts when somebody waits for it."""
    PENDING.append((namespace, item["spec"]["target"]["name"], str(COUNTER[0])))


def operate():
    while PENDING:
        namespace, name, value = PENDING.pop()
        secret = copy.deepcopy(STORE.get(("secrets", namespace, name), {}))
        secret.setdefault("data", {})["refreshed"] = base64.b64encode(value.encode()).decode()
        store("secrets", namespace, name, secret, "operator")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body, kind="application/json"):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def problem(self, status, reason, message):
        self.answer(status, {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
                             "message": message, "reason": reason, "code": status})

    def handle_request(self):
        url = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with LOCK, open(os.path.join(FOLDER, "requests"), "a") as file:
            file.write(f"{self.command} {self.path}\n")
        parts = [part for part in url.path.split("/") if part]
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        if self.discovery(url.path, parts):
            return
        rest = parts[2:] if parts[0] == "api" else parts[3:]
        namespace = ""
        if rest[:1] == ["namespaces"] and len(rest) > 2:
            namespace, rest = rest[1], rest[2:]
        resource, name, sub = (rest + ["", "", ""])[0], (rest + ["", ""])[1], rest[2:]
        if resource not in KINDS:
            return self.problem(404, "NotFound", "the server could not find the requested resource")
        if [self.command, resource] in faults().get("deny", []):
            return self.problem(403, "Forbidden", f'{resource} "{name}" is forbidden: User "dev" cannot do that')
        if sub and sub[0] == "proxy":
            status, text = faults().get("health", {}).get("/" + "/".join(sub[1:]), [200, '{"kv_store":true}'])
            return self.answer(status, text.encode())
        if sub == ["log"]:
            text = faults().get("log", {}).get(name.removesuffix("-0"), "startup: api\n")
            return self.answer(200, text.encode(), "text/plain")
        if KINDS[resource][2] and namespace and ("namespaces", "", namespace) not in STORE and self.command != "GET":
            return self.problem(404, "NotFound", f'namespaces "{namespace}" not found')
        # Helm's own record of a release comes in protobuf: taken, and not kept.
        if body.startswith(b"k8s\0"):
            return self.answer(201, {"kind": "Secret", "apiVersion": "v1", "metadata": {"name": name or "release"}})
        getattr(self, "on_" + self.command)(resource, namespace, name, query, body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_request

    def discovery(self, path, parts):
        if path == "/version":
            self.answer(200, {"major": "1", "minor": "32", "gitVersion": "v1.32.0"})
        elif path == "/api":
            self.answer(200, {"kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": []})
        elif path == "/apis":
            versions = sorted({version for version, _, _ in KINDS.values() if "/" in version})
            groups = [{"name": v.split("/")[0], "versions": [{"groupVersion": v, "version": v.split("/")[1]}],
                       "preferredVersion": {"groupVersion": v, "version": v.split("/")[1]}} for v in versions]
            self.answer(200, {"kind": "APIGroupList", "apiVersion": "v1", "groups": groups})
        elif path == "/openapi/v3":
            self.answer(200, {"paths": {root: {"serverRelativeURL": f"/openapi/v3/{root}"} for root in {
                root_of(version) for version, _, _ in KINDS.values()}}})
        elif path.startswith("/openapi/v3/"):
            self.answer(200, self.openapi("/".join(parts[2:])))
        elif path.startswith("/openapi") or len(parts) < 2:
            self.problem(404, "NotFound", "the server could not find the requested resource")
        elif (parts[0] == "api" and len(parts) == 2) or (parts[0] == "apis" and len(parts) == 3):
            version = "/".join(parts[1:])
            resources = [{"name": name, "singularName": kind.lower(), "namespaced": namespaced, "kind": kind,
                          "verbs": ["create", "delete", "get", "list", "patch", "update", "watch"]}
                         for name, (found, kind, namespaced) in KINDS.items() if found == version]
            self.answer(200, {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": version,
                              "resources": resources})
        else:
            return False
        return True

    @staticmethod
    def openapi(root):
        """That a server checks what it is given (fieldValidation) is what kubectl looks for in it."""
        paths = {}
        for resource, (version, kind, namespaced) in KINDS.items():
            if root_of(version) != root:
                continue
            group, _, short = version.rpartition("/")
            place = "namespaces/{namespace}/" if namespaced else ""
            paths[f"/{root}/{place}{resource}/{{name}}"] = {"patch": {
                "x-kubernetes-group-version-kind": {"group": group, "version": short, "kind": kind},
                "parameters": [{"name": "fieldValidation", "in": "query", "schema": {"type": "string"}}],
                "responses": {}}}
        return {"openapi": "3.0.0", "info": {"title": "cluster", "version": "1"}, "paths": paths}

    def on_GET(self, resource, namespace, name, query, _):
        fields = dict(pair.split("=", 1) for pair in query.get("fieldSelector", "").split(",") if pair)
        labels = dict(pair.split("=", 1) for pair in query.get("labelSelector", "").split(",") if pair)

        def fits(item):
            meta = item["metadata"]
            return (fields.get("metadata.name", meta["name"]) == meta["name"]
                    and all(meta.get("labels", {}).get(key) == value for key, value in labels.items()))

        if name:
            item = STORE.get((resource, namespace, name))
            if item is None:
                return self.problem(404, "NotFound", f'{resource} "{name}" not found')
            return self.answer(200, item)
        channel = queue.Queue()
        with LOCK:
            items = [item for (kind, space, _), item in STORE.items()
                     if kind == resource and namespace in ("", space) and fits(item)]
            if query.get("watch") in ("1", "true"):
                WATCHERS.append(((resource, namespace), channel))
                sends = query.get("resourceVersion", "0") in ("", "0") or query.get("sendInitialEvents") == "true"
                for item in items if sends else []:
                    channel.put(("ADDED", copy.deepcopy(item)))
                if query.get("sendInitialEvents") == "true":
                    version, kind, _ = KINDS[resource]
                    channel.put(("BOOKMARK", {"apiVersion": version, "kind": kind, "metadata": {
                        "name": fields.get("metadata.name", ""), "resourceVersion": str(COUNTER[0]),
                        "annotations": {"k8s.io/initial-events-end": "true"}}}))
                if resource == "secrets" and not (faults().get("cut") and not CUT):
                    operate()
        if query.get("watch") not in ("1", "true"):
            version, kind, _ = KINDS[resource]
            return self.answer(200, {"apiVersion": version, "kind": kind + "List", "items": items,
                                     "metadata": {"resourceVersion": str(COUNTER[0])}})
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        if faults().get("cut") and not CUT:
            CUT.append(True)
            self.wfile.write(b"0\r\n\r\n")
            return
        try:
            while True:
                event, item = channel.get()
                if fits(item):
                    line = json.dumps({"type": event, "object": item}).encode() + b"\n"
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(line), line))
        except OSError:
            self.close_connection = True

    def on_POST(self, resource, namespace, _, query, body):
        item = json.loads(body)
        name = item["metadata"]["name"]
        if (resource, namespace, name) in STORE:
            return self.problem(409, "AlreadyExists", f'{resource} "{name}" already exists')
        self.answer(201, store(resource, namespace, name, item, query.get("fieldManager", "")))

    def on_PUT(self, resource, namespace, name, query, body):
        self.answer(200, store(resource, namespace, name, json.loads(body), query.get("fieldManager", "")))

    def on_PATCH(self, resource, namespace, name, query, body):
        with LOCK:
            old = STORE.get((resource, namespace, name))
            applies = "apply-patch" in self.headers.get("Content-Type", "")
            if old is None and not applies:
                return self.problem(404, "NotFound", f'{resource} "{name}" not found')
            patch = json.loads(body)
            if applies and resource == "secrets":
                try:
                    apply_data(old, patch, query.get("fieldManager"), query.get("force") == "true")
                except Conflict as conflict:
                    return self.problem(409, "Conflict", str(conflict))
                item = merge(copy.deepcopy(old or {}), patch)
                item["data"] = patch["data"]
                if old and item == old:
                    return self.answer(200, old)
            else:
                item = merge(copy.deepcopy(old or {}), patch)
            self.answer(200 if old else 201, store(resource, namespace, name, item, query.get("fieldManager", "")))

    def on_DELETE(self, resource, namespace, name, *_):
        STORE.pop((resource, namespace, name), None)
        self.answer(200, {"kind": "Status", "apiVersion": "v1", "status": "Success"})


class Server(ThreadingHTTPServer):
    def service_actions(self):
        # Whoever started it may have been killed: it goes with its folder.
        if not os.path.isdir(FOLDER):
            os._exit(0)


def main():
    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    with open(os.path.join(FOLDER, "kubeconfig"), "w") as file:
        json.dump({"apiVersion": "v1", "kind": "Config", "current-context": "other",
                   "clusters": [{"name": "c", "cluster": {"server": "http://127.0.0.1:%d" % server.server_port}},
                                {"name": "o", "cluster": {"server": "http://127.0.0.1:1"}}],
                   "users": [{"name": "u", "user": {}}],
                   "contexts": [{"name": "dev", "context": {"cluster": "c", "user": "u"}},
                                {"name": "other", "context": {"cluster": "o", "user": "u"}}]}, file)
    if os.path.exists(os.path.join(FOLDER, "objects.json")):
        with open(os.path.join(FOLDER, "objects.json")) as file:
            for resource, namespace, item in json.load(file):
                store(resource, namespace, item["metadata"]["name"], item)
    print("ready", flush=True)
    server.serve_forever()


main()
