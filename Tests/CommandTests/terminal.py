# A terminal that a program runs on: types TEXT when the program has shown PROMPT, changes the size when it has shown
# 'size?', and passes output and exit code on.
# A command that hangs is ended after two minutes.
#   terminal.py [--type PROMPT TEXT]… -- COMMAND…
import fcntl, os, pty, signal, struct, sys, termios

words = sys.argv[1:]
typing = []
while words and words[0] == "--type":
    typing.append((words[1].encode(), words[2].encode()))
    words = words[3:]
child, terminal = pty.fork()
if child == 0:
    # As a terminal starts a program, whatever this one's caller ignores.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGPIPE):
        signal.signal(number, signal.SIG_DFL)
    os.execvp(words[1], words[1:])
signal.pthread_sigmask(signal.SIG_SETMASK, [])  # The caller's may hold back the next one.
signal.alarm(120)  # This program's end is the terminal's, and the command's too.
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
