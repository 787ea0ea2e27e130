"""A city that never was: invented institutions and persons on the real places, in 16 ledgers and the city's."""
