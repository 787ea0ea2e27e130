"""Notices in the window: their page, the preview of their papers, the way to the printer."""
