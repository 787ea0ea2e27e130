"""The window: PySide6 widgets over the services. Never SQL, never a workbook."""
