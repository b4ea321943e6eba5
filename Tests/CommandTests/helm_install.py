"""Installs a chart with values, by Helm's own engine: helm_install.py CHART VALUES; prints what it made of them."""
import asyncio
import os
import sys

import helm_sdkpy
import yaml

with open(sys.argv[2]) as file:
    values = yaml.safe_load(file)
config = helm_sdkpy.Configuration(namespace="soma-memory", kubeconfig=os.environ["KUBECONFIG"], kubecontext="dev")
try:
    release = asyncio.run(helm_sdkpy.Install(config).run("soma-memory", sys.argv[1], values=values, wait=False))
except helm_sdkpy.HelmError as error:
    sys.exit(f"{error}")
print(release["manifest"])
