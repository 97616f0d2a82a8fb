"""A reason not to start, said in one sentence that also tells what to do."""


class Refusal(Exception):
    """Perennia cannot go on. The message is for the person at the terminal: what is wrong and how to mend it."""
