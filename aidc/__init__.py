"""aidc: one YAML file per environment becomes an AI data centre on Google Cloud."""

__version__ = "0.1.0"
