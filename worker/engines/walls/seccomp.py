"""A filter of system calls: what no reader of papers needs is refused, whoever asks. Asks for no privilege.

Refused, not killed: a library that tries to look something up gets an error that it knows how to take.
"""

from __future__ import annotations

import ctypes
import errno
import platform

from worker.engines.walls import prctl

# A network; what could make one behind the filter's back; leaving the process group that is watched and killed
# together; looking into other processes; parts of the kernel that are attacked more often than used.
_REFUSED = {
    "x86_64": (
        *(41, 425),  # socket, io_uring_setup
        *(112, 109),  # setsid, setpgid
        *(101, 310, 311, 438),  # ptrace, process_vm_readv, process_vm_writev, pidfd_getfd
        *(321, 298, 323, 248, 249, 250),  # bpf, perf_event_open, userfaultfd, add_key, request_key, keyctl
        *(272, 308, 165),  # unshare, setns, mount
    ),
    "aarch64": (
        *(198, 425),
        *(157, 154),
        *(117, 270, 271, 438),
        *(280, 241, 282, 217, 218, 219),
        *(97, 268, 40),
    ),
}
_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# Calls from here on are those of a second, rarer interface of x86_64, by which any of the above could be reached.
_SECOND_INTERFACE = 0x40000000

_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER_AT, _ARCHITECTURE_AT = 0, 4
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_uint16), ("true", ctypes.c_uint8), ("false", ctypes.c_uint8), ("k", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("filter", ctypes.POINTER(_Instruction)))


def refuse_calls() -> bool:
    """Refuse the calls above to this thread and all that it starts later. Cannot be undone.

    Needs no-new-privileges (see `prctl.no_new_privileges`).

    Returns:
        Whether it holds; False on an architecture whose numbers are not known here, or where the kernel has no filters.
    """
    machine = platform.machine()
    if machine not in _ARCHITECTURE:
        return False
    filter_ = _filter(_ARCHITECTURE[machine], _REFUSED[machine])
    instructions = (_Instruction * len(filter_))(*filter_)
    return prctl.set_filter(_Program(len(filter_), instructions))


def _filter(architecture: int, refused: tuple[int, ...]) -> list[_Instruction]:
    """In the language of the kernel's packet filter; jumps count the instructions to skip."""
    tests = [_Instruction(_IF_AT_LEAST, len(refused) + 1, 0, _SECOND_INTERFACE)]
    tests += [_Instruction(_IF_EQUAL, len(refused) - at, 0, number) for at, number in enumerate(refused)]
    return [
        _Instruction(_LOAD, 0, 0, _ARCHITECTURE_AT),
        _Instruction(_IF_EQUAL, 0, len(tests) + 2, architecture),
        _Instruction(_LOAD, 0, 0, _NUMBER_AT),
        *tests,
        _Instruction(_RETURN, 0, 0, _ALLOW),
        _Instruction(_RETURN, 0, 0, _REFUSE),
    ]
