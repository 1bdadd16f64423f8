"""The schema of a coupon bulletin file: a parsed TOML table in, a checked `Bulletin` out."""

from compensation.policy.bulletin_schema.document import read_bulletin

__all__ = ["read_bulletin"]
