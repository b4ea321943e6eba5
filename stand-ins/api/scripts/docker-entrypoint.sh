#!/usr/bin/env bash
exec python3 /app/stand_in.py api
