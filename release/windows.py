"""What Windows reads out of the built programs: the manifest, and the version that the file's properties show."""

from typing import Any

from shuangjian_desktop import __version__

MANIFEST = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="1.0">
  <trustInfo xmlns="urn:schemas-microsoft-com:asm.v3">
    <security>
      <requestedPrivileges><requestedExecutionLevel level="asInvoker" uiAccess="false"/></requestedPrivileges>
    </security>
  </trustInfo>
  <compatibility xmlns="urn:schemas-microsoft-com:compatibility.v1">
    <application><supportedOS Id="{8e0f7a12-bfb3-4fe8-b9a5-48fd50a15a9a}"/></application>
  </compatibility>
  <application xmlns="urn:schemas-microsoft-com:asm.v3">
    <windowsSettings>
      <dpiAware xmlns="http://schemas.microsoft.com/SMI/2005/WindowsSettings">true/pm</dpiAware>
      <dpiAwareness xmlns="http://schemas.microsoft.com/SMI/2016/WindowsSettings">PerMonitorV2</dpiAwareness>
      <longPathAware xmlns="http://schemas.microsoft.com/SMI/2016/WindowsSettings">true</longPathAware>
    </windowsSettings>
  </application>
  <dependency>
    <dependentAssembly>
      <assemblyIdentity type="win32" name="Microsoft.Windows.Common-Controls" version="6.0.0.0"
        processorArchitecture="*" publicKeyToken="6595b64144ccf1df" language="*"/>
    </dependentAssembly>
  </dependency>
</assembly>
"""
"""No more rights than whoever starts it, paths of any length, sharp on every screen; Windows 10 and newer."""
_LANGUAGE, _UNICODE = 0x0804, 0x04B0  # Simplified Chinese


def facts(name: str) -> dict[str, Any]:
    """Return what PyInstaller is to write into the program `name` for Windows. Only on Windows."""
    return {"manifest": MANIFEST, "version": version_resource(name), "icon": "NONE"}


def version_resource(name: str) -> Any:
    """Return the version resource of the program `name`: a VSVersionInfo. Only on Windows."""
    from PyInstaller.utils.win32 import versioninfo as v

    texts = {
        "FileDescription": "双减治理台账",
        "ProductName": "双减治理台账",
        "FileVersion": __version__,
        "ProductVersion": __version__,
        "InternalName": name,
        "OriginalFilename": f"{name}.exe",
    }
    numbers = (*(int(part) for part in __version__.split(".")), 0)
    table = v.StringTable(f"{_LANGUAGE:04x}{_UNICODE:04x}", [v.StringStruct(*text) for text in texts.items()])
    translation = v.VarFileInfo([v.VarStruct("Translation", [_LANGUAGE, _UNICODE])])
    fixed = v.FixedFileInfo(filevers=numbers, prodvers=numbers, mask=0x3F, OS=0x40004, fileType=0x1)
    return v.VSVersionInfo(ffi=fixed, kids=[v.StringFileInfo([table]), translation])
