"""The bill as people and programs read it: terminal page, Markdown for a pull request, JSON."""
