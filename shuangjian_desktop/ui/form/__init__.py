"""The form of a record: sections, editors by kind, child rows, problems beside the fields while typing."""
