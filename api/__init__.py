"""How does it reach people? Command line, HTTP, pages, settings."""
