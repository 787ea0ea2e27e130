"""One file per register: the only place that says what a register holds."""
