"""Prices side by side: what a word stands for, what it costs on every term, where it is cheapest, how its spot price has moved."""
