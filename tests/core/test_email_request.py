"""A letter as MIME: nothing in a name, subject or header can add a line of its own."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perennia.catalogue.channels.email import Email, is_address
from perennia.core.channel import Answer, Letter, Sender
from perennia.core.error import Invalid

ID = UUID(int=7)
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
FROM = Sender("success@acme.example", "Acme", "help@acme.example")
HOSTILE = ["\r\nBcc: evil@x.example", "\nBcc: evil@x.example\n\n<b>", "a\x00b", "\u2028Bcc: x", "x" * 5000, '"><', "=?utf-8?q?=0ABcc:_x?=",
           "Tên có dấu\r\n\tBcc: x", "\udcff", "\x85Bcc: x", ""]  # fmt: skip


def mail(**changes: str) -> bytes:
    letter = Letter("an@acme.example", "An", "Hello", "<p>Hello</p>", "Hello")
    return Email().request(msgspec.structs.replace(letter, **changes), FROM, ID, NOON).content


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("field", ["subject", "to_name"])
@pytest.mark.number("S14")
def test_a_hostile_value_adds_no_header(field: str, value: str) -> None:
    parsed = message_from_bytes(mail(**{field: value}), policy=policy.default)
    assert set(parsed.keys()) == {"From", "To", "Reply-To", "Subject", "Message-ID", "MIME-Version", "Content-Type"}
    assert parsed["To"].addresses[0].addr_spec == "an@acme.example"


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.number("S14")
def test_a_hostile_name_of_the_sender_adds_no_header_and_a_hostile_address_is_refused(value: str) -> None:
    letter = Letter("an@acme.example", "An", "Hello", "<p>Hello</p>", "Hello")
    content = Email().request(letter, msgspec.structs.replace(FROM, name=value), ID, NOON).content
    parsed = message_from_bytes(content, policy=policy.default)
    assert set(parsed.keys()) == {"From", "To", "Reply-To", "Subject", "Message-ID", "MIME-Version", "Content-Type"}
    assert parsed["From"].addresses[0].addr_spec == FROM.address
    for field in ("address", "reply_to") if value else ():
        with pytest.raises(Invalid, match="not an e-mail address"):
            Email().request(letter, msgspec.structs.replace(FROM, **{field: f"a@b.example{value}"}), ID, NOON)


@given(st.text(max_size=400))
@pytest.mark.number("S14")
def test_no_text_breaks_out_of_the_subject(text: str) -> None:
    head = mail(subject=text, to_name=text).partition(b"\r\n\r\n")[0]
    assert all(len(line) <= 998 for line in head.split(b"\r\n"))
    assert b"Bcc" not in {line.partition(b":")[0] for line in head.split(b"\r\n")}


@pytest.mark.parametrize("address", ["a@b.co\r\nBcc: x@y.z", "a b@c.de", "a@b\x00.co", "@b.co", "a@", "a..b@c.de", ".a@b.co",
                                     "a@b.co,c@d.co", "<a@b.co>", f"{'a' * 65}@b.co", f"a@{'b' * 260}.co", "a@-b.co",
                                     "ả@b.co"])  # fmt: skip
@pytest.mark.number("S14")
def test_what_is_no_address_is_refused(address: str) -> None:
    assert not is_address(address)
    with pytest.raises(Invalid, match="not an e-mail address"):
        mail(to=address)


@pytest.mark.parametrize("value", ["<https://x>\r\nBcc: y", "\x00", "x" * 901, "ả"])
@pytest.mark.number("S14")
def test_a_header_of_ours_with_a_line_break_or_too_long_is_refused(value: str) -> None:
    letter = Letter("an@acme.example", "An", "Hello", "", "", (("List-Unsubscribe", value),))
    with pytest.raises(Invalid, match="List-Unsubscribe"):
        Email().request(letter, FROM, ID, NOON)


@pytest.mark.number("S14")
def test_the_unsubscribe_address_stays_on_one_line() -> None:
    value = f"<https://acme.example/u/{'t' * 300}>"
    letter = Letter("an@acme.example", "An", "Hello", "", "", (("List-Unsubscribe", value),))
    assert f"List-Unsubscribe: {value}\r\n".encode() in Email().request(letter, FROM, ID, NOON).content


@pytest.mark.parametrize(
    ("answer", "fate"),
    [
        (Answer("done", 250, "ok"), "sent"),
        (Answer("recipient", 550, "no such user"), "refused"),
        (Answer("recipient", 451, "greylisted"), "again"),
        (Answer("content", 0, "connection lost"), "again"),
        (Answer("content", 554, "spam"), "refused"),
        (Answer("cut_off"), "unknown"),
        (Answer("connect", 0, "refused"), "closed"),
    ],
)
def test_an_answer_is_read_for_what_it_means(answer: Answer, fate: str) -> None:
    assert Email().read(answer).fate == fate
