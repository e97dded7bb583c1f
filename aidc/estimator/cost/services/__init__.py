"""Everything else with a price: databases, messages, functions, keys, secrets, logs, metrics, data services."""
