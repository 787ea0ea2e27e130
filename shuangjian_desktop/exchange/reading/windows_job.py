"""The Windows way to bound a child: a job object with a memory and time limit that dies with its last handle.

The structures are those of winnt.h (JOBOBJECT_EXTENDED_LIMIT_INFORMATION).
"""

import ctypes
import sys
from ctypes import wintypes
from typing import Any

from shuangjian_desktop.exchange.reading.confine import Bounds

_LIMIT_PROCESS_TIME = 0x2
_LIMIT_PROCESS_MEMORY = 0x100
_LIMIT_DIE_ON_UNHANDLED_EXCEPTION = 0x400
_LIMIT_KILL_ON_JOB_CLOSE = 0x2000
_EXTENDED_LIMIT_INFORMATION = 9
_PROCESS_TERMINATE = 0x1
_PROCESS_SET_QUOTA = 0x100
_TICKS_PER_SECOND = 10_000_000


class _BasicLimits(ctypes.Structure):
    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", wintypes.DWORD),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", wintypes.DWORD),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", wintypes.DWORD),
        ("SchedulingClass", wintypes.DWORD),
    )


class _ExtendedLimits(ctypes.Structure):
    _fields_ = (
        ("BasicLimitInformation", _BasicLimits),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


class Job:
    """A job object that holds one process; closing it, or the death of this program, ends the process."""

    _kernel: Any
    _handle: wintypes.HANDLE

    def __init__(self, pid: int, bounds: Bounds) -> None:
        """Put the process `pid` into a new job.

        Raises:
            OSError: Windows refuses.
        """
        if sys.platform != "win32":
            raise OSError("job objects are of Windows")
        self._kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        for function in (self._kernel.CreateJobObjectW, self._kernel.OpenProcess):
            function.restype = wintypes.HANDLE
        self._handle = wintypes.HANDLE(self._checked(self._kernel.CreateJobObjectW(None, None)))
        try:
            self._limit(bounds)
            self._take(pid)
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        """End the process, if it still runs."""
        self._kernel.CloseHandle(self._handle)

    def _limit(self, bounds: Bounds) -> None:
        limits = _ExtendedLimits()
        limits.BasicLimitInformation.LimitFlags = (
            _LIMIT_PROCESS_TIME | _LIMIT_PROCESS_MEMORY | _LIMIT_DIE_ON_UNHANDLED_EXCEPTION | _LIMIT_KILL_ON_JOB_CLOSE
        )
        limits.BasicLimitInformation.PerProcessUserTimeLimit = bounds.cpu_seconds * _TICKS_PER_SECOND
        limits.ProcessMemoryLimit = bounds.memory
        size = wintypes.DWORD(ctypes.sizeof(limits))
        self._checked(
            self._kernel.SetInformationJobObject(self._handle, _EXTENDED_LIMIT_INFORMATION, ctypes.byref(limits), size)
        )

    def _take(self, pid: int) -> None:
        access = wintypes.DWORD(_PROCESS_SET_QUOTA | _PROCESS_TERMINATE)
        process = wintypes.HANDLE(self._checked(self._kernel.OpenProcess(access, False, wintypes.DWORD(pid))))
        try:
            self._checked(self._kernel.AssignProcessToJobObject(self._handle, process))
        finally:
            self._kernel.CloseHandle(process)

    @staticmethod
    def _checked(result: int) -> int:
        if sys.platform == "win32" and not result:
            raise ctypes.WinError(ctypes.get_last_error())
        return result
