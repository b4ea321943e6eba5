#!/usr/bin/env sh
# Where the official image has the script that starts its server.
exec python3 /opt/stand-in/server.py "$@"
