"""Papers: data -> Typst -> PDF. The only user of Typst; it knows neither ledger nor window."""
