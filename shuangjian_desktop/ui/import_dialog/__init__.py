"""The one import dialog: file → columns and values → words → preview → result."""
