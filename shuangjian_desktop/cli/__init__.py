"""The command line: the same services as the window, for scripts and for a clerk's helper at the telephone."""

from shuangjian_desktop.cli.main import main

__all__ = ["main"]
