"""Network services: NAT, load balancing, VPN, Cloud Armor, DNS, interconnects."""
