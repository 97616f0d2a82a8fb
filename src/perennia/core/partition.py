"""The customer partition: the unit of order, locking and distribution."""

PARTITIONS = 256


def of(customer: int) -> int:
    """The partition a customer id belongs to. Stable for ever: a Fibonacci hash of the 64-bit id."""
    return ((customer * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF) >> 56
