"""Photos and scans of a record: the panel in its form, thumbnails, scaling, copies that the system opens."""
