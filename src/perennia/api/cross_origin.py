"""What lets pages of other origins send events and read the answer. No cookie is ever asked for, so any page may ask."""

from collections.abc import Mapping

# A browser remembers a day at most that it may; the key and the retry count are what Segment's clients add.
PREFLIGHT: Mapping[str, str] = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET, POST",
    "access-control-allow-headers": "*, authorization, content-type, content-encoding, x-retry-count",
    "access-control-max-age": "86400",
    "content-length": "0",
}
# `Retry-After` is hidden from pages unless it is named; the last lets pages that isolate themselves read the answer.
ANSWER: Mapping[str, str] = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "retry-after",
    "cross-origin-resource-policy": "cross-origin",
}
