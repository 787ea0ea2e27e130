"""The benchmark: ratios against floors measured in the same run. `python dev.py bench`."""
