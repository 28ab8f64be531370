"""A server of runs that imports nothing and whose runs do what their arguments say, as a program."""

import os
import signal
import sys
import time

from newscrawl.cluster import run_server


def obey(arguments):
    match arguments:
        case ["exit", code]:
            sys.exit(int(code))
        case ["say", name, path]:
            with open(path, "w", encoding="utf-8") as file:
                file.write(os.environ.get(name, ""))
        case ["wait", path]:
            with open(path, "w", encoding="utf-8") as file:
                file.write(str(os.getpid()))
            time.sleep(600)
        case ["die"]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["handlers", path]:
            with open(path, "w", encoding="utf-8") as file:
                print(*(int(signal.getsignal(one)) for one in (signal.SIGTERM, signal.SIGCHLD)), file=file)
    sys.exit(0)


if __name__ == "__main__":
    run_server._import_all = lambda: None
    run_server._crawl = obey
    run_server.serve(int(sys.argv[1]))
