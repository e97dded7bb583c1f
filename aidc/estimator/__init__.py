"""Estimates of cost, performance and quota. Never imports Pulumi."""
