# A registry on this machine that only user 'dev' with password 'Geheim-Wort-17' may use, and a proxy before it whose
# transfers break off. It ends by SIGTERM, and by itself after two minutes.
#   registry.py FOLDER    keeps its images there; writes the two ports and its process id to the fifo FOLDER/ready
# FOLDER/cut names what breaks off next, once each: the proxy cuts the next 'manifest' or the next 'layer' in half.
import fcntl, http.client, http.server, json, os, re, signal, subprocess, sys, threading

folder = sys.argv[1]
# Held until the end: who waits for it waits for the end.
lock = open(f"{folder}/lock", "w")
fcntl.flock(lock, fcntl.LOCK_EX)
with open(f"{folder}/htpasswd", "w") as file:
    # By 'htpasswd -Bbn -C 4'.
    file.write("dev:$2y$04$7gZCPgOvy9rlcpG1nmyApet/DJJDh1V6cOga6g4QW/An7DSiUKy6a\n")
with open(f"{folder}/config.json", "w") as file:
    # JSON is YAML.
    json.dump(
        {
            "version": 0.1,
            "log": {"level": "info", "accesslog": {"disabled": True}},
            "storage": {"filesystem": {"rootdirectory": f"{folder}/data"}},
            "auth": {"htpasswd": {"realm": "test", "path": f"{folder}/htpasswd"}},
            "http": {"addr": "127.0.0.1:0"},
        },
        file,
    )
# Whatever the caller blocks: these are its end.
signal.pthread_sigmask(signal.SIG_SETMASK, [])
registry = subprocess.Popen(["docker-registry", "serve", f"{folder}/config.json"], stderr=subprocess.PIPE, text=True)


def end(*_):
    registry.terminate()
    registry.wait()
    os._exit(0)


for number in (signal.SIGTERM, signal.SIGALRM):
    signal.signal(number, end)
signal.alarm(120)
port = next(int(found[1]) for line in registry.stderr if (found := re.search(r"listening on 127\.0\.0\.1:(\d+)", line)))
threading.Thread(target=lambda: [None for _ in registry.stderr], daemon=True).start()
cutting = threading.Lock()


def is_cut(path, body):
    kind = "manifest" if "/manifests/" in path else "layer" if "/blobs/" in path and body[:1] != b"{" else None
    with cutting:
        words = open(f"{folder}/cut").read().split() if os.path.exists(f"{folder}/cut") else []
        if kind not in words:
            return False
        words.remove(kind)
        with open(f"{folder}/cut", "w") as file:
            file.write(" ".join(words))
        return True


class Proxy(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def forward(self):
        upstream = http.client.HTTPConnection("127.0.0.1", port)
        upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            upstream.putheader(name, value)
        upstream.endheaders()
        answer = upstream.getresponse()
        body = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET" and is_cut(self.path, body):
            body = body[: len(body) // 2]
            self.close_connection = True
        if self.command == "GET":
            self.wfile.write(body)

    do_GET = do_HEAD = forward

    def log_message(self, *_):
        pass


proxy = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
with open(f"{folder}/ready", "w") as file:
    file.write(f"{port} {proxy.server_port} {os.getpid()}\n")
proxy.serve_forever()
