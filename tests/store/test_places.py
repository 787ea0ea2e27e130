"""Where a ledger may lie, from what Windows and Linux tell of a path."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from shuangjian_desktop.core.errors import LedgerError
from shuangjian_desktop.store.places import MountsProbe, Place, WindowsProbe, classify, this_machine

FIXED, REMOVABLE, REMOTE = 3, 2, 4  # GetDriveTypeW
MOUNTS = """\
/dev/sda2 / ext4 rw,relatime 0 0
/dev/sdb1 /media/user/U\\040盘 vfat rw 0 0
//10.1.2.3/share /mnt/share cifs rw 0 0
server:/export /mnt/nfs nfs4 rw 0 0
user@host:/ /home/user/远程 fuse.sshfs rw 0 0
tmpfs /mnt/nfs/local tmpfs rw 0 0
/dev/sda3 /mnt ext4 rw 0 0
//10.1.2.3/late /srv cifs rw 0 0
/dev/sda4 /srv ext4 rw 0 0
"""


def windows(path: str, drives: Mapping[str, int] | None = None, environment: Mapping[str, str] | None = None) -> Place:
    """Classify on a Windows with C: fixed, E: a stick, Z: a mapped share, unless told otherwise."""
    types = {"C:\\": FIXED, "E:\\": REMOVABLE, "Z:\\": REMOTE, **(drives or {})}
    probe = WindowsProbe(lambda whole: types.get(whole[:3].upper(), 0), environment or {}, lambda _: path)
    return classify(Path("台账.db"), probe)


def linux(path: str) -> Place:
    """Classify on a Linux with the mounts above, sdb a stick."""
    removable: Callable[[str], bool] = lambda device: device == "/dev/sdb1"  # noqa: E731
    return classify(Path("台账.db"), MountsProbe(MOUNTS, removable, lambda _: path))


@pytest.mark.parametrize(
    ("path", "kind", "client"),
    [
        (r"C:\双减\台账.db", "fixed", ""),
        (r"c:\Users\张三\Documents\台账.db", "fixed", ""),
        (r"\\?\C:\双减\台账.db", "fixed", ""),
        (r"E:\台账.db", "removable", ""),
        (r"Z:\共享\台账.db", "network", ""),
        (r"\\10.1.2.3\share\台账.db", "network", ""),
        (r"\\?\UNC\server\share\台账.db", "network", ""),
        ("//server/share/台账.db", "network", ""),
        (r"C:\Users\张三\OneDrive\台账.db", "synced", "OneDrive"),
        (r"C:\Users\张三\OneDrive - 郑州市教育局\双减\台账.db", "synced", "OneDrive"),
        (r"D:\我的坚果云\台账.db", "synced", "坚果云"),
        (r"C:\Users\a\Nutstore\1\台账.db", "synced", "坚果云"),
        (r"D:\BaiduSyncdisk\台账.db", "synced", "百度网盘"),
        (r"D:\百度网盘工作空间\台账.db", "synced", "百度网盘"),
        (r"C:\Users\a\WPSDrive\123\WPS云盘\台账.db", "synced", "WPS云盘"),
        (r"C:\Users\a\WPS Cloud Files\台账.db", "synced", "WPS云盘"),
        (r"C:\Users\a\Dropbox (Personal)\台账.db", "synced", "Dropbox"),
        (r"D:\单位同步盘\台账.db", "synced", "单位同步盘"),
        (r"E:\OneDrive\台账.db", "synced", "OneDrive"),
        (r"D:\OneDrive的用法\台账.db", "fixed", ""),
        (r"D:\双减\坚果云.db", "fixed", ""),  # a file's name is no folder
        (r"D:\BaiduNetdiskDownload\台账.db", "fixed", ""),  # downloads are not copied back
    ],
)
def test_places_on_windows(path: str, kind: str, client: str) -> None:
    assert windows(path) == Place(kind, client)  # type: ignore[arg-type]


def test_onedrive_under_another_name_is_known_from_the_environment() -> None:
    environment = {"OneDriveCommercial": r"D:\单位文档", "OneDrive": ""}
    assert windows(r"d:\单位文档\双减\台账.db", environment=environment) == Place("synced", "OneDrive")
    assert windows(r"D:\单位文档2\台账.db", environment=environment) == Place("fixed")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/user/台账.db", "fixed"),
        ("/media/user/U 盘/台账.db", "removable"),
        ("/media/user/台账.db", "fixed"),
        ("/mnt/share/双减/台账.db", "network"),
        ("/mnt/shared/台账.db", "fixed"),  # another folder than /mnt/share
        ("/mnt/nfs/台账.db", "network"),
        ("/mnt/nfs/local/台账.db", "fixed"),
        ("/home/user/远程/台账.db", "network"),
        ("/srv/台账.db", "fixed"),  # the mount made last covers the first
        ("/home/user/Nextcloud/台账.db", "synced"),
    ],
)
def test_places_on_linux(path: str, kind: str) -> None:
    assert linux(path).kind == kind


def test_only_a_share_is_refused_and_all_but_the_hard_disk_is_warned_of() -> None:
    path = Path("台账.db")
    with pytest.raises(LedgerError, match="网络共享"):
        Place("network").require(path)
    for place in (Place("fixed"), Place("removable"), Place("synced", "坚果云")):
        place.require(path)
    assert Place("fixed").warning == ""
    assert "U盘" in Place("removable").warning
    assert "坚果云" in Place("synced", "坚果云").warning


def test_this_machine_is_asked(tmp_path: Path) -> None:
    place = classify(tmp_path / "还没有.db", this_machine())
    assert place.kind in {"fixed", "removable"}
    place.require(tmp_path)
