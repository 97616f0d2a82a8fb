"""What the API says of connections, their posts and what these mean."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from perennia.api.schema import Schema
from perennia.api.shapes import Cursor, Given, Text
from perennia.core.event import Properties
from perennia.integrations import connect

State = Literal["done", "passed", "kept", "unclear", "waiting", "refused"]
Secret = Annotated[str, Field(max_length=connect.MAX_SECRET)]
Settings = dict[str, Any]


class SourceKind(Schema):
    """A kind of program one may connect, with the form of its settings."""

    key: str
    label: str
    about: str
    icon: str
    makes_secret: Annotated[bool, Field(description="Whether the other side makes the secret.")]
    is_mapped: Annotated[bool, Field(description="Whether one says here what its posts mean.")]
    steps: list[str]
    form: dict[str, Any]


class ConnectionOut(Schema):
    """A connection and how it is doing. Its secret is never shown again."""

    id: int
    kind: str
    kind_label: str
    icon: str
    name: str
    address: str
    settings: Settings
    is_active: bool
    has_secret: Annotated[bool, Field(description="False until the other side's secret is entered.")]
    is_mapped: bool
    mapping_version: int
    made_at: datetime
    received_at: datetime | None
    refused_at: datetime | None
    refused_since: Annotated[int, Field(description="Refused posts since one was believed.")]
    both_secrets_until: datetime | None
    done_24h: int
    refused_24h: int
    undecided: Annotated[int, Field(description="Posts that wait for somebody: unclear, or fitting no rule.")]


class Connections(Schema):
    """What there is to connect, and what is connected."""

    items: list[ConnectionOut]
    kinds: list[SourceKind]
    next_cursor: None = None


class ConnectionIn(Given):
    """A connection to make. Without a secret one is made, where it is ours to make."""

    kind: Annotated[str, Field(max_length=40)]
    name: Annotated[Text, Field(max_length=80)]
    settings: Settings = {}
    secret: Secret = ""


class ConnectionChange(Given):
    """What is to change; what is left out stays."""

    settings: Settings | None = None
    is_active: bool | None = None


class NewSecret(Given):
    """The secret the other side made; empty where it is ours to make."""

    secret: Secret = ""


class MadeConnection(ConnectionOut):
    """A connection with the secret we made, shown this once; empty where the other side made it."""

    secret: str


class PostOut(Schema):
    """A post and what came of it. `reason` says in the reader's language why nothing did."""

    id: int
    at: datetime
    type: str
    state: State
    reason: str
    events: list[str]
    times: int
    size: int


class Posts(Schema):
    """A page of posts."""

    items: list[PostOut]
    next_cursor: Cursor


class PostRecord(PostOut):
    """A post with its body."""

    body: str


class Reworked(Schema):
    """How many posts were worked once more, how many still wait, and `after` what to go on; `next` is null at the end."""

    count: int
    left: int
    next: int | None


class RuleTest(Given):
    """One thing a post must say for a rule to fit."""

    path: Annotated[str, Field(max_length=300)]
    op: Literal["is", "is_not", "is_present", "is_missing"] = "is"
    value: Annotated[str, Field(max_length=500)] = ""


class RuleField(Given):
    """A property or trait: from a path, or always this text."""

    name: Annotated[str, Field(max_length=200)]
    path: Annotated[str, Field(max_length=300)] = ""
    text: Annotated[str, Field(max_length=500)] = ""
    kind: Literal["as_is", "text", "number", "hundredths", "moment", "yes_no"] = "as_is"


Path = Annotated[str, Field(max_length=300)]
Fields = Annotated[list[RuleField], Field(max_length=100)]


class RuleShape(Given):
    """What a post that fits becomes."""

    when: Annotated[list[RuleTest], Field(max_length=10)] = []
    is_passed: bool = False
    event: Annotated[str, Field(max_length=200)] = ""
    event_path: Path = ""
    user: Path = ""
    group: Path = ""
    email: Path = ""
    name: Path = ""
    time: Path = ""
    id: Path = ""
    properties: Fields = []
    traits: Fields = []
    group_traits: Fields = []


class MappingIn(Given):
    """Rules in order; the first that fits says what a post means."""

    rules: Annotated[list[RuleShape], Field(max_length=50)]


class MappingVersion(Schema):
    """A version somebody kept."""

    version: int
    made_at: datetime
    made_by: str | None


class MappingSample(Schema):
    """A post to say by what its fields mean."""

    id: int
    at: datetime
    state: State
    body: str


class ConnectionMapping(Schema):
    """What a connection's posts mean now, the versions before, and posts to try it on."""

    version: int
    rules: list[RuleShape]
    versions: list[MappingVersion]
    samples: list[MappingSample]
    events: list[str]


class PreviewIn(MappingIn):
    """Rules to try on posts that are kept."""

    posts: Annotated[list[int], Field(max_length=10)] = []


class PreviewEvent(Schema):
    """An event a post would become."""

    name: str
    user: str
    group: str
    email: str
    at: datetime | None
    properties: Properties
    traits: Properties
    group_traits: Properties


class PreviewFault(Schema):
    """What is wrong with one field of a rule."""

    field: str
    message: str


class PreviewPost(Schema):
    """What the rules make of one post. `rule` is null where none fits."""

    post: int
    rule: int | None
    is_passed: bool
    event: PreviewEvent | None
    faults: list[PreviewFault]


class MappingPreview(Schema):
    """What the rules make of the posts, and what keeps them from being used."""

    faults: list[PreviewFault]
    posts: list[PreviewPost]
