"""Texts as people write them: values stay values, limits hold, links are of three kinds."""

import time

import pytest
from typing_extensions import override

from perennia.core.error import Invalid
from perennia.core.event import Value
from perennia.messages import liquid
from perennia.messages.context import NAMES
from perennia.messages.liquid import Liquid
from perennia.messages.template import Template, check, compiled

HOSTILE = [
    "{{7*7}}", "{% for i in (1..1000000000) %}x{% endfor %}", "{{x.__class__}}", "{{config}}", "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "**bold** _em_ `code`", "[click](javascript:alert(1))", "](https://evil.example)", "# Title",
    "</p></td></table><h1>", "&lt;b&gt;", "<style>*{display:none}</style>", "\" onmouseover=\"alert(1)", "- item", "a\x00b",
    "<svg/onload=alert(1)>", "<a href='jav&#x09;ascript:alert(1)'>x</a>", "lq0x", "{{ contact.email }}",
]  # fmt: skip


def context(name: str) -> dict[str, Value]:
    return {"contact": {"first_name": name, "email": "an@acme.example"}, "links": {"app": name}, "items": [name]}


def saved(body: str) -> None:
    check("Hello", body, NAMES)
    compiled("Hello", body).write({"a": [1]})


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.number("S2", "S7")
def test_a_hostile_name_is_shown_as_it_is_and_nothing_more(name: str) -> None:
    template = Template(
        "{{ contact.first_name }}", "Hello {{ contact.first_name }}, {% for i in items %}{{ i }}{% endfor %}"
    )
    written = template.write(context(name))
    shown = " ".join(name.replace("\x00", "").split())
    assert " ".join(written.subject.split()) == shown
    assert shown in " ".join(written.text.split())
    assert "<" not in written.html.replace("<p>", "").replace("</p>", "")
    assert "49" not in written.html


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,<script>",
     "vbscript:x", "//evil.example", "/relative", "https://user@evil.example/", "http://", "\x01javascript:alert(1)", "&#106;avascript:x"],
)  # fmt: skip
@pytest.mark.number("S2", "S7")
def test_a_link_of_another_kind_loses_its_address(address: str) -> None:
    written = Template("s", "[Open]({{ links.app }})").write(context(address))
    assert "href" not in written.html


@pytest.mark.number("S2", "S7")
def test_a_link_cannot_break_out_of_its_attribute() -> None:
    written = Template("s", "[Open]({{ links.app }})").write(context('https://a.example/"><p>x onclick=alert(1)'))
    assert (
        written.html == '<p><a href="https://a.example/%22%3E%3Cp%3Ex%20onclick=alert(1)" class="button">Open</a></p>'
    )


@pytest.mark.number("S2")
def test_html_an_author_writes_is_text() -> None:
    assert Template("s", "<b>x</b>").write({}).html == "<p>&lt;b&gt;x&lt;/b&gt;</p>"


def test_paragraphs_lists_loops_and_conditions_come_out_in_both_parts() -> None:
    body = "Hi\n\n{% if items.size > 0 %}\n\nYou used:\n\n{% for i in items %}\n- {{ i }}\n{% endfor %}\n\n{% endif %}\n\nBye"
    written = Template("s", body).write({"items": ["Reports", "Boards"]})
    assert (
        written.html.replace("\n", "") == "<p>Hi</p><p>You used:</p><ul><li>Reports</li><li>Boards</li></ul><p>Bye</p>"
    )
    assert [line for line in written.text.splitlines() if line] == ["Hi", "You used:", "- Reports", "- Boards", "Bye"]


@pytest.mark.parametrize(
    "body",
    ["{% for i in (1..1000000000) %}x{% endfor %}", "{{ (1..1000000000) | join }}", "{% include 'x' %}", "{% render 'x' %}",
     "{{ 'a' | replace: 'a', 'b' }}", "{{ contact.first_name | safe }}", "{% if %}", "{{ a", "{{7*7}}", "{% for %}{% endfor %}",
     "x" * 20_001, "{% if a %}" * 40 + "{% endif %}" * 40],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_when_it_is_saved(body: str) -> None:
    with pytest.raises(Invalid):
        saved(body)


@pytest.mark.parametrize(
    "body",
    ["{% assign a = 'x' %}{% for i in l %}{% for j in l %}{% assign a = a | append: a %}{% endfor %}{% endfor %}",
     "{% assign a = 99 %}{% for i in l %}{% assign a = a | times: a %}{% endfor %}{{ a }}",
     "{% for i in l %}{% for j in l %}{% for k in l %}{{ i | upcase }}{% endfor %}{% endfor %}{% endfor %}",
     "{% for i in l %}" + "{{ long }}" * 1000 + "{% endfor %}"],
)  # fmt: skip
@pytest.mark.number("S2")
def test_what_takes_too_long_or_too_much_ends_soon(body: str) -> None:
    values: dict[str, Value] = {"l": list(range(50)), "long": "x" * 2000}
    began = time.thread_time()
    with pytest.raises(Invalid, match="cannot be written"):
        Liquid(body, is_html=True).render(values)
    assert time.thread_time() - began < 0.5


class Slow(dict[str, Value]):
    """Values behind which the machine does other things for a while."""

    @override
    def __getitem__(self, name: str) -> Value:
        time.sleep(2 * liquid.SECONDS)
        return super().__getitem__(name)


@pytest.mark.number("S2")
@pytest.mark.parametrize(
    "body",
    [
        "{{" * 9000,
        "{{" + " " * 19_000 + "x",
        "{%" * 9000,
        "{{ x | " * 2800,
        "{{ (" + "." * 19_000 + " }}",
        "{% if '{{' %}",
    ],
)
def test_no_text_takes_long_to_be_read(body: str) -> None:
    began = time.thread_time()
    with pytest.raises(Invalid):
        Liquid(body, is_html=False)
    assert time.thread_time() - began < 0.2


def test_a_busy_machine_makes_no_text_fail_but_none_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    text = Liquid("Hello {{ contact.first_name }}, {{ contact.first_name }}", is_html=True)
    context: dict[str, Value] = {"contact": Slow(first_name="An")}
    assert text.render(context) == "Hello An, An"
    monkeypatch.setattr(liquid, "SECONDS_AT_MOST", liquid.SECONDS)
    with pytest.raises(Invalid, match="not done after"):
        text.render(context)


@pytest.mark.parametrize(
    "name", ["contact.firstname", "config", "x.__class__", "customer.owner", "organisation.secret"]
)
@pytest.mark.number("S2")
def test_an_unknown_variable_is_refused_at_save_and_names_the_known(name: str) -> None:
    with pytest.raises(Invalid, match=r"contact\.first_name"):
        check("Hello", "Hi {{ " + name + " }}", NAMES)
    assert Template("s", "Hi {{ " + name + " }}.").write({}).text == "Hi .\n"


def test_dates_and_money_follow_the_readers_language_and_zone() -> None:
    source = "{{ event.at | date }}; {{ event.amount | money: event.currency }}"
    event: Value = {"at": "2026-05-04T22:00:00+00:00", "amount": "1234.5", "currency": "EUR"}
    assert Liquid(source, is_html=False).render({"event": event, "zone": "UTC"}) == "4 May 2026; 1,234.50 EUR"
    vietnamese: dict[str, Value] = {"event": event, "zone": "Asia/Ho_Chi_Minh", "language": "vi"}
    assert Liquid(source, is_html=False).render(vietnamese) == "5 tháng 5, 2026; 1.234,50 EUR"


class Interrupted(dict[str, Value]):
    """Values at whose first reading the machine does something else on this thread, such as collecting garbage."""

    was_read = False

    @override
    def __getitem__(self, name: str) -> Value:
        until = time.thread_time() + 2 * liquid.SECONDS
        while not self.was_read and time.thread_time() < until:
            pass
        self.was_read = True
        return super().__getitem__(name)


def test_a_letter_does_not_fail_of_what_python_did_meanwhile() -> None:
    contact = Interrupted(first_name="An")
    assert (
        Liquid("Hi {{ contact.first_name }} {{ contact.first_name }}", is_html=False).render({"contact": contact})
        == "Hi An An"
    )
    assert contact.was_read
