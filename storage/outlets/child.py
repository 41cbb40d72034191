"""The rendering process: a task on stdin, frames on stdout; it opens no file of ours, writes none and knows no key.

Started by `storage.outlets.rendering` with exec, never fork, after the same hardening as every process. A crash or a
runaway template ends it and not the session (spec/exchange §2.1, spec/store §7).
"""

from __future__ import annotations

import os
import resource
import struct
import sys

import msgspec

from storage.outlets.payload import Task

MEMORY_BYTES = 3 * 1024**3
CPU_SECONDS = 120
FORM_CPU_SECONDS = 20
"""A form is a few pages: what takes longer was written to take long."""
OPEN_FILES = 256
HEAD = struct.Struct("<4sI")
"""Kind and size of a frame: STEP (done, total), WARN, DATA, PAGE (number), FAIL (a word)."""
STEPS = 4


def confine(cpu_seconds: int = CPU_SECONDS) -> None:
    """Limits on memory and processor time; not a byte may be written to any file."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        resource.setrlimit(what, (most, most))


def frame(kind: bytes, body: bytes) -> None:
    """Write one frame to stdout."""
    view = memoryview(HEAD.pack(kind, len(body)) + body)
    while view:
        view = view[os.write(1, view) :]


def step(done: int) -> None:
    """Say how far the work is."""
    frame(b"STEP", struct.pack("<II", done, STEPS))


def perform(task: Task) -> None:
    """Do the task and write what came of it."""
    step(0)
    if task.kind == "form":
        from storage.outlets.word_form import FormRefused, fill_form

        try:
            frame(b"DATA", fill_form(task.form, task.values, task.mark))
        except FormRefused as refused:
            frame(b"FAIL", str(refused).encode())
        return
    if task.kind == "docx":
        from storage.outlets.docx import word_bytes

        frame(b"DATA", word_bytes(task))
        return
    from storage.outlets import typesetting

    made = typesetting.compiled(task.document, task.root, task.kind, task.system_fonts, task.ppi)
    for each in made.warnings:
        frame(b"WARN", each.encode())
    step(2)
    if task.kind == "png":
        for picture in made.files:
            frame(b"DATA", picture)
        return
    data, pages = typesetting.finished(made.files[0], task.password)
    frame(b"PAGE", struct.pack("<I", pages))
    frame(b"DATA", data)


def main() -> int:
    """Entry of the process."""
    task = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Task)
    confine(FORM_CPU_SECONDS if task.kind == "form" else CPU_SECONDS)
    try:
        perform(task)
    except MemoryError:
        frame(b"FAIL", b"memory")
    except Exception as fault:  # its text may hold data: the name of the fault alone goes out
        frame(b"FAIL", f"fault {type(fault).__name__}".encode())
    frame(b"DONE", b"")
    return 0
