"""Making and changing endpoints: which addresses are refused, what is kept, what is shown once."""

import pytest

from perennia.core.error import Invalid
from perennia.webhooks import subscribe
from perennia.webhooks.deliver import Courier
from perennia.webhooks.models import Endpoint
from tests.receiver import Receiver
from tests.stations.host.test_fetch import INSIDE
from tests.stations.webhooks.given import HOUR, NOON, endpoint, goes_round, of, waiting

pytestmark = pytest.mark.django_db
STRANGE = [
    "file:///etc/passwd", "gopher://example.com/", "ftp://example.com/", "http://user@example.com/", "http://example.com:22/",
    "https://example.com:6379/", "", "nonsense", "http://[::1", "http://no-such-name.invalid/", f"http://{'a' * 3000}.com/",
]  # fmt: skip


@pytest.mark.number("S1")
@pytest.mark.parametrize(
    "url", [f"{scheme}://{host}/hook" for host in INSIDE for scheme in ("http", "https")] + STRANGE
)
def test_an_address_inside_is_refused_when_it_is_saved_changed_and_called_always_in_the_same_words(
    url: str, receiver: Receiver
) -> None:
    kept, _ = endpoint(receiver.url)
    with pytest.raises(Invalid) as made:
        subscribe.create("Other", url, ["*"], NOON, None)
    with pytest.raises(Invalid) as changed:
        subscribe.change(kept.pk, url=url)
    assert made.value.detail == changed.value.detail == subscribe.REFUSED
    assert made.value.field == "url"
    assert Endpoint.objects.get().url == receiver.url
    Endpoint.objects.update(url=url[:2000])
    id, courier = waiting(kept), Courier()
    goes_round(courier, NOON)
    goes_round(courier, NOON + HOUR)
    courier.close()
    assert of(id).reason in ("forbidden", "unreachable")
    assert url in STRANGE or (of(id).state, of(id).tries) == ("dead", 1)
    assert receiver.seen == []


def test_events_are_chosen_or_all_and_nonsense_is_refused(receiver: Receiver) -> None:
    made, secret = subscribe.create(
        "  My   CRM ", receiver.url, ["Signed Up", " Signed  Up ", "Payment Failed"], NOON, None
    )
    assert (made.name, made.events) == ("My CRM", ["Payment Failed", "Signed Up"])
    assert secret.startswith("whsec_")
    assert subscribe.change(made.pk, events=["Signed Up", "*"]).events == ["*"]
    for nothing in (["  "], [f"Event {n}" for n in range(300)]):
        with pytest.raises(Invalid):
            subscribe.change(made.pk, events=nothing)


def test_a_name_is_taken_once_and_what_is_gone_says_so(receiver: Receiver) -> None:
    made, _ = endpoint(receiver.url)
    with pytest.raises(subscribe.EndpointExists):
        endpoint(receiver.url)
    waiting(made)
    subscribe.remove(made.pk)
    with pytest.raises(subscribe.NoEndpoint):
        subscribe.remove(made.pk)
