"""Use cases: plain values in, records and changes out. No Qt, no SQL, no workbook."""
