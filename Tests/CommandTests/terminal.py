# A terminal that a program runs on: types TEXT when the program has shown PROMPT, changes the size when it has shown
# 'size?', and passes output and exit code on.
#   terminal.py [--type PROMPT TEXT]… -- COMMAND…
import fcntl, os, pty, struct, sys, termios

words = sys.argv[1:]
typing = []
while words and words[0] == "--type":
    typing.append((words[1].encode(), words[2].encode()))
    words = words[3:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(words[1], words[1:])
shown, resized = b"", False
while True:
    try:
        chunk = os.read(terminal, 4096)
    except OSError:  # EIO: the program has ended
        break
    if not chunk:
        break
    shown += chunk
    if not resized and b"size?" in shown:
        # The kernel tells the program by SIGWINCH.
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 33, 101, 0, 0))
        resized = True
    while typing and typing[0][0] in shown:
        os.write(terminal, typing.pop(0)[1])
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
