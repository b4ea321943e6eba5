# Starts a command on a full pipe that does not block, reads once the command sleeps, and passes on all of it. The
# command's note tells that it is about to write.
import os, subprocess, sys, time
reading, writing = os.pipe()
os.set_blocking(writing, False)
filled = 0
try:
    while True: filled += os.write(writing, b"x")
except BlockingIOError: pass
child = subprocess.Popen(sys.argv[1:], stdout=writing, stderr=subprocess.PIPE)
os.close(writing)
assert child.stderr.read(1)
folder, deadline = f"/proc/{child.pid}/task", time.monotonic() + 20
def sleeps(task):
    try: return open(f"{folder}/{task}/stat").read().rpartition(")")[2].split()[0] == "S"
    except FileNotFoundError: return True
while not all(map(sleeps, os.listdir(folder))):
    if time.monotonic() > deadline: child.kill(); sys.exit("it spins")
with open(reading, "rb") as pipe: sys.stdout.buffer.write(pipe.read()[filled:])
sys.exit(child.wait())
