"""Where a ledger may lie: not on a network share, better not on a stick or in a folder that a cloud drive copies.

SQLite's locks do not hold on network file systems (https://www.sqlite.org/useovernet.html), and a sync client copies
the ledger and its log at different moments (https://www.sqlite.org/howtocorrupt.html, 1.2 and 2.1).
"""

import ctypes
import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Literal, Protocol

from shuangjian_desktop.core.errors import LedgerError

Medium = Literal["network", "removable", "fixed"]

# Folders of sync clients, as they name them themselves; a Chinese word counts anywhere in a folder's name.
_CLIENTS = {
    "onedrive": "OneDrive",
    "nutstore": "坚果云",
    "nutstore files": "坚果云",
    "baidusyncdisk": "百度网盘",
    "baidunetdiskworkspace": "百度网盘",
    "wpsdrive": "WPS云盘",
    "wps cloud files": "WPS云盘",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "iclouddrive": "iCloud",
    "icloud drive": "iCloud",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "seafile": "Seafile",
    "syncthing": "Syncthing",
    "weiyun": "腾讯微云",
    "adrive": "阿里云盘",
}
_CHINESE = ("坚果云", "百度网盘", "百度云同步", "WPS云盘", "WPS网盘", "阿里云盘", "天翼云盘", "微云")
_ENDINGS = ("云盘", "网盘", "同步盘")
_TAIL = re.compile(r"\s*[-(（].*$")  # OneDrive - 郑州市教育局, Dropbox (Personal)
_CLIENT_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_NETWORK_SYSTEMS = re.compile(
    r"^(nfs\d*|cifs|smb\d*|smbfs|ncpfs|afs|afpfs|ceph|lustre|gpfs|davfs\d*|coda|fuse\.(sshfs|davfs\d*|rclone|glusterfs"
    r"|ceph|s3fs|gvfsd-fuse|smbnetfs|curlftpfs|juicefs))$"
)
_ESCAPE = re.compile(r"\\([0-7]{3})")
_REMOVABLE_TYPE, _REMOTE_TYPE, _DISC_TYPE = 2, 4, 5  # what GetDriveTypeW answers


class Probe(Protocol):
    """What the operating system tells about a path."""

    def absolute(self, path: Path) -> PurePath:
        """Return the path from the root, links followed."""

    def medium(self, path: PurePath) -> Medium:
        """Return what an absolute path lies on."""

    def synced(self) -> Mapping[PurePath, str]:
        """Return the folders that a sync client says are its own, with the client's name."""


@dataclass(frozen=True)
class Place:
    """Where a ledger lies. `client` names the cloud drive of a synced folder."""

    kind: Literal["network", "removable", "synced", "fixed"]
    client: str = ""

    @property
    def warning(self) -> str:
        """What the clerk is told before work begins, '' where all is well."""
        if self.kind == "removable":
            return "台账放在U盘或移动硬盘上：拔出前请先关闭程序，并常把备份存到电脑硬盘。建议把台账移到电脑硬盘。"
        if self.kind == "synced":
            return f"台账放在{self.client}的同步文件夹里，同步可能弄坏台账。建议移到不同步的文件夹，只把备份放在这里。"
        return ""

    def require(self, path: Path) -> None:
        """Refuse a place where a ledger cannot be safe.

        Raises:
            LedgerError: a network share.

        """
        if self.kind == "network":
            raise LedgerError(
                f"台账“{path.name}”在网络共享上，那里不能保证不损坏。",
                "请把台账放到本机硬盘，用数据包与其他电脑交换数据。",
            )


def classify(path: Path, probe: Probe) -> Place:
    """Return in what kind of place the file at `path` (it need not exist) lies."""
    whole = probe.absolute(path)
    medium = probe.medium(whole)
    if medium == "network":
        return Place("network")
    if client := _client(whole, probe.synced()):
        return Place("synced", client)
    return Place(medium)


def _client(path: PurePath, synced: Mapping[PurePath, str]) -> str:
    """Return the name of the cloud drive in whose folder the path lies, or ''."""
    for root, name in synced.items():
        if path.is_relative_to(root):
            return name
    for part in path.parent.parts:
        if name := _CLIENTS.get(_TAIL.sub("", part).strip().casefold(), ""):
            return name
        for word in _CHINESE:
            if word in part:
                return word
        if part.endswith(_ENDINGS):
            return part
    return ""


@dataclass(frozen=True)
class WindowsProbe:
    """Asks Windows. `drive_type` gives GetDriveTypeW's answer for the volume of a path, `absolute_of` the real path."""

    drive_type: Callable[[str], int]
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    absolute_of: Callable[[Path], str] = lambda path: str(path.resolve())

    def absolute(self, path: Path) -> PurePath:
        """Return the real path; Windows writes a mapped drive back to its share here."""
        return PureWindowsPath(self.absolute_of(path))

    def medium(self, path: PurePath) -> Medium:
        """Return what the drive is; a path that begins with a server's name is a share."""
        drive = path.drive
        if drive.startswith("\\\\") and not re.match(r"^\\\\[?.]\\([A-Za-z]:|Volume\{)", drive):
            return "network"
        answer = self.drive_type(str(path))
        if answer == _REMOTE_TYPE:
            return "network"
        return "removable" if answer in (_REMOVABLE_TYPE, _DISC_TYPE) else "fixed"

    def synced(self) -> Mapping[PurePath, str]:
        """Return OneDrive's folders, which it names in the environment."""
        roots = (self.environment.get(name) for name in _CLIENT_VARIABLES)
        return {PureWindowsPath(root): "OneDrive" for root in roots if root}


@dataclass(frozen=True)
class MountsProbe:
    """Asks Linux. `mounts` is the text of /proc/mounts, `removable` tells of a device whether it can be pulled out."""

    mounts: str
    removable: Callable[[str], bool]
    absolute_of: Callable[[Path], str] = lambda path: str(path.resolve())

    def absolute(self, path: Path) -> PurePath:
        """Return the real path."""
        return PurePosixPath(self.absolute_of(path))

    def medium(self, path: PurePath) -> Medium:
        """Return what the nearest mount point above the path is."""
        device, system = self._mount(path)
        if _NETWORK_SYSTEMS.match(system):
            return "network"
        return "removable" if device.startswith("/dev/") and self.removable(device) else "fixed"

    def _mount(self, path: PurePath) -> tuple[str, str]:
        """Return device and file system type of the mount that the path lies on; of equals the last one covers."""
        best, depth = ("", ""), 0
        for line in self.mounts.splitlines():
            device, point, system, *_ = line.split(" ")
            folder = PurePosixPath(_ESCAPE.sub(lambda code: chr(int(code[1], 8)), point))
            if path.is_relative_to(folder) and len(folder.parts) >= depth:
                best, depth = (device, system), len(folder.parts)
        return best

    def synced(self) -> Mapping[PurePath, str]:
        """Return none: on Linux the folders' names tell."""
        return {}


def check_place(path: Path) -> Place:
    """Return in what kind of place of this machine a ledger lies or is to lie.

    Raises:
        LedgerError: a network share.

    """
    place = classify(path, this_machine())
    place.require(path)
    return place


def _windows_drive_type(path: str) -> int:
    """Return what GetDriveTypeW says of the volume that holds the path."""
    if sys.platform != "win32":
        return 0
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    volume = ctypes.create_unicode_buffer(1024)
    kernel.GetVolumePathNameW(path, volume, len(volume))
    return int(kernel.GetDriveTypeW(volume.value))


def _linux_removable(device: str) -> bool:
    """Tell whether the kernel reaches the device through USB or calls it removable."""
    node = Path("/sys/class/block") / Path(device).resolve().name
    if not node.exists():
        return False
    whole = node.resolve()
    flags = [folder / "removable" for folder in (whole, whole.parent)]
    return "usb" in str(whole) or any(flag.read_text() == "1\n" for flag in flags if flag.is_file())


def this_machine() -> Probe:
    """Return the probe that asks the machine the program runs on."""
    if sys.platform == "win32":
        return WindowsProbe(_windows_drive_type)
    mounts = Path("/proc/mounts")
    return MountsProbe(mounts.read_text(encoding="utf-8") if mounts.exists() else "", _linux_removable)
