#!/usr/bin/env python3
"""The consumer's command, by the name that it has in SomaFractalMemory's image."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import stand_in  # noqa: E402 the line above finds it

if __name__ == "__main__":
    stand_in.main("consumer")
