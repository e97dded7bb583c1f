"""One ComponentResource per noun. Renders plans, decides nothing."""
