"""When an event happened: the caller's clock corrected by how far it is off, and never later than its receipt."""

from datetime import UTC, datetime, timedelta

from perennia.ingest.refusal import Refused

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
RANGE = "from 1970-01-01 to 2099-12-31"


def read(text: str, field: str) -> datetime:
    """A time as a caller writes it, in UTC. Without a zone it is taken as UTC. Raises Refused."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused("bad_time", field, f"`{field}` is no ISO-8601 time. Send it like {EXAMPLE}.") from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    # Compared before it is converted: the year 1 or 9999 in another zone cannot be.
    if not EARLIEST <= moment < LATEST:
        raise Refused("time_out_of_range", field, f"`{field}` lies outside the years kept, {RANGE}.")
    return moment.astimezone(UTC)


EXAMPLE = "2026-03-01T09:30:00Z"


def happened(original: datetime | None, sent: datetime | None, received: datetime) -> tuple[datetime, bool]:
    """When it happened by our clock, and whether what the caller said lies in the future and was not believed.

    `sent` is the caller's own clock at sending, so `received - sent` is how far that clock is off.
    """
    if original is None:
        return received, False
    at = original if sent is None else received - (sent - original)
    if at > received:
        return received, at - received > TOLERANCE
    if at < EARLIEST:
        raise Refused(
            "time_out_of_range", "sentAt", f"The time corrected by `sentAt` lies outside the years kept, {RANGE}."
        )
    return at, False


TOLERANCE = timedelta(seconds=1)
