"""All threads of a service take their memory from one heap, where the C library is glibc."""

import ctypes
import subprocess
import sys

import pytest

THREADS = """
import ctypes, threading
from runtime import serve

if {share}:
    serve.share_one_heap()
libc, together = ctypes.CDLL(None), threading.Barrier(4)
libc.malloc.restype, libc.fopen.restype = ctypes.c_void_p, ctypes.c_void_p


def take():
    together.wait()
    libc.malloc(1000)


threads = [threading.Thread(target=take) for _ in range(4)]
for one in threads:
    one.start()
for one in threads:
    one.join()
said = ctypes.c_void_p(libc.fopen(b"/dev/stdout", b"w"))
libc.malloc_info(0, said)
libc.fclose(said)
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_info"), reason="no glibc")
def test_threads_share_one_heap() -> None:
    assert heaps(share=False) > 1
    assert heaps(share=True) == 1


def heaps(*, share: bool) -> int:
    command = [sys.executable, "-c", THREADS.format(share=share)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return said.count("<heap nr=")
