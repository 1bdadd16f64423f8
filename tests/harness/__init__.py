"""What the tests run on: PostgreSQL, Redis and Chromium, found, started or installed, and ended again."""
