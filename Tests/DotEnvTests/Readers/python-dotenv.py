import os, sys, dotenv

for name, value in dotenv.dotenv_values(os.environ["FILE"]).items():
    sys.stdout.buffer.write(f"{name}={value}\0".encode())
