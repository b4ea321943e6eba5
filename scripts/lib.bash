# Shared by the scripts of this folder; sourced, never run.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/sfm-dev
export root cache

# A person reads stderr; stdout is for results.
say() { printf '%s\n' "$*" >&2; }

# die MESSAGE [HINT] [CODE]
die() {
    printf '%s: error: %s\n' "${0##*/}" "$1" >&2
    [[ -z ${2-} ]] || printf 'hint: %s\n' "$2" >&2
    exit "${3:-1}"
}

have() { command -v "$1" >/dev/null 2>&1; }

# as_root COMMAND…: as it is for root, through sudo for others.
as_root() {
    if ((EUID == 0)); then
        "$@"
    elif have sudo; then
        sudo "$@"
    else
        die "'$1' must run as root, and there is no sudo here" "run this again as root" 77
    fi
}

# answers DOCKER_HOST: whether an engine answers there. A machine may have an engine and not Docker's command line.
answers() {
    if have docker; then
        DOCKER_HOST=$1 docker version --format '{{.Server.APIVersion}}'
    elif have curl; then
        curl --fail --max-time 10 --unix-socket "${1#unix://}" http://localhost/_ping
    else
        python3 -c 'import socket, sys
engine = socket.socket(socket.AF_UNIX)
engine.settimeout(10)
engine.connect(sys.argv[1])
engine.sendall(b"GET /_ping HTTP/1.0\r\n\r\n")
sys.exit(b" 200 " not in engine.recv(64))' "${1#unix://}"
    fi >/dev/null 2>&1
}
