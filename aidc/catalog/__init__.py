"""Facts about Google Cloud, each with source and date."""
