"""The policy pack: plain functions over plain property bags."""
