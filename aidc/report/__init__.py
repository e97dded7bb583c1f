"""What a person sees: terminal, Markdown, HTML and JSON."""
