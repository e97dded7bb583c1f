"""Machines, disks, addresses, reservations and TPUs of Compute Engine and Cloud TPU."""
