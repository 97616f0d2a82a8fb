"""Where it is about noon, for people whom no quiet hours may keep from hearing at whatever hour the tests run."""

from datetime import UTC, datetime

NOON = f"Etc/GMT{(datetime.now(UTC).hour - 12):+d}"
