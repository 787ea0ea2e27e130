"""Figures as declarations: what the bulletin says, how it is counted, how it is written."""
