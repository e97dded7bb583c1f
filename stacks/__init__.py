"""The architecture on one page (datacenter.py) and the reference environments beside it."""
