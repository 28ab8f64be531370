"""Record what a process writes and syncs, and replay every prefix of it as a power cut would leave the disk.

``strace`` records the system calls of the real process. The disk is modelled as POSIX promises it, no better: bytes
are safe once their file was synced, names once their directory was. What was not synced by the time of the cut may be
there or not, write by write, the last one in part.
"""

import random
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

SECTOR_BYTES = 512  # what a disk writes as a whole
_TRACED = "openat,write,pwrite64,fsync,fdatasync,unlink,ftruncate,rename,mkdir"
_CALL = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_FILE = re.compile(r"^(\d+)<((?:\\x[0-9a-f]{2})*)>")


class Operation(NamedTuple):
    """A system call that changes files of the recorded folder, or what the process says (``kind`` is ``"said"``)."""

    kind: str
    name: str = ""
    offset: int = 0
    data: bytes = b""
    target: str = ""


class _File:
    def __init__(self, content: bytes = b"") -> None:
        self.safe = content
        self.content = bytearray(content)
        self.unsynced: list[Operation] = []

    def apply(self, operation: Operation) -> None:
        _apply(self.content, operation)
        self.unsynced.append(operation)

    def sync(self) -> None:
        self.safe = bytes(self.content)
        self.unsynced = []

    def some(self, choice: random.Random) -> bytes:
        """Return the content with some of the operations that were not synced, the last one in part."""
        content = bytearray(self.safe)
        for number, operation in enumerate(self.unsynced, 1):
            if choice.random() < 0.5:
                continue
            data = operation.data
            if number == len(self.unsynced):
                data = data[: choice.randint(0, len(data) // SECTOR_BYTES) * SECTOR_BYTES]
            _apply(content, operation._replace(data=data))
        return bytes(content)


class Disk:
    """The files of one folder: what is there, and what is safe."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.names = {name: _File(content) for name, content in files.items()}
        self.safe_names = dict(self.names)

    def apply(self, operation: Operation) -> None:
        """Do what the process did."""
        kind, name = operation.kind, operation.name
        if kind == "create":
            self.names.setdefault(name, _File())
        elif kind == "unlink":
            del self.names[name]
        elif kind == "rename":
            self.names[operation.target] = self.names.pop(name)
        elif kind == "sync" and not name:
            self.safe_names = dict(self.names)
        elif kind == "sync":
            self.names[name].sync()
        elif kind in ("write", "truncate"):
            self.names[name].apply(operation)

    def after_power_cut(self, choice: random.Random) -> Iterator[dict[str, bytes]]:
        """Yield what can be on the disk: nothing unsynced, all names without unsynced bytes, and a mixture."""
        yield {name: file.safe for name, file in self.safe_names.items()}
        yield {name: file.safe for name, file in self.names.items()}
        names = self.names if choice.random() < 0.5 else self.safe_names
        yield {name: file.some(choice) for name, file in names.items()}


def record(command: Sequence[str], folder: Path, cwd: Path) -> tuple[Operation, ...]:
    """Run a command under strace; return its operations on files directly in ``folder``, and what it printed."""
    trace = folder.with_name(f"{folder.name}.trace")
    options = ["-f", "-y", "-xx", "-s", str(1 << 24), "--seccomp-bpf", "-e", f"trace={_TRACED}", "-o", str(trace)]
    subprocess.run(["strace", *options, *command], check=True, cwd=cwd, stdout=subprocess.PIPE)
    offsets: dict[str, int] = {}
    with trace.open() as lines:
        found = [operation for line in lines for operation in _read(line, str(folder), offsets)]
    trace.unlink()
    return tuple(found)


def replay(operations: Sequence[Operation], files: dict[str, bytes]) -> Iterator[tuple[dict[str, bytes], str]]:
    """Yield each state of the folder that a power cut can leave, with what the process had said before it."""
    choice = random.Random(1)
    disk, said, seen = Disk(files), "", set()
    for operation in operations:
        if operation.kind == "said":
            said += operation.data.decode()
        else:
            disk.apply(operation)
        for state in disk.after_power_cut(choice):
            known = hash((said, *sorted(state.items())))
            if known not in seen:
                seen.add(known)
                yield state, said


def write_state(folder: Path, state: dict[str, bytes]) -> None:
    """Make the folder anew with the files of a state."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in state.items():
        (folder / name).write_bytes(content)


def _apply(content: bytearray, operation: Operation) -> None:
    if operation.kind == "truncate":
        del content[operation.offset :]
        content.extend(bytes(operation.offset - len(content)))
    else:
        content.extend(bytes(max(operation.offset - len(content), 0)))
        content[operation.offset : operation.offset + len(operation.data)] = operation.data


def _read(line: str, folder: str, offsets: dict[str, int]) -> Iterator[Operation]:
    """Read a line of strace. Only ``write`` goes on where the last one of that descriptor ended."""
    found = _CALL.match(line)
    if not found or found[3].startswith("-"):
        return
    call, arguments = found[1], found[2]
    texts = [bytes.fromhex(one.replace("\\x", "")) for one in _TEXT.findall(arguments)]
    opened = _FILE.match(arguments)
    path = bytes.fromhex(opened[2].replace("\\x", "")).decode() if opened else ""
    if call == "write" and opened and opened[1] == "1":
        yield Operation("said", data=texts[0])
        return
    if call in ("openat", "unlink", "rename"):
        path = texts[0].decode()
    if path != folder and not path.startswith(f"{folder}/"):
        return
    name = path.removeprefix(folder).removeprefix("/")
    if call == "openat" and "O_CREAT" in arguments:
        offsets[found[3]] = 0
        yield Operation("create", name)
        if "O_TRUNC" in arguments:
            yield Operation("truncate", name)
    elif call == "pwrite64":
        yield Operation("write", name, int(arguments.rpartition(", ")[2]), texts[0])
    elif call == "write" and opened:
        start = offsets.get(opened[1], 0)
        offsets[opened[1]] = start + len(texts[0])
        yield Operation("write", name, start, texts[0])
    elif call == "ftruncate":
        yield Operation("truncate", name, int(arguments.rpartition(", ")[2]))
    elif call in ("fsync", "fdatasync"):
        yield Operation("sync", name)
    elif call == "unlink":
        yield Operation("unlink", name)
    elif call == "rename":
        yield Operation("rename", name, target=texts[1].decode().removeprefix(f"{folder}/"))
