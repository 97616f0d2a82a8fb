"""Turns what became of our own messages into events of their customers, so that workflows can go on from them."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from perennia.core.event import Properties
from perennia.ingest import store
from perennia.messages.outbox import Message, Ruled
