"""The page of charts: drawn off the main thread, shown as pictures whose marks open their rows."""
