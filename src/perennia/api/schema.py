"""The base of every shape: plain pydantic, since ninja's own looks at each field of each row again and again in Python.

A shape made here is taken as it is: it was checked when it was made, and is not checked a second time on its way out.
"""

from pydantic import BaseModel, ConfigDict


class Schema(BaseModel):
    """What the API takes or gives."""

    model_config = ConfigDict(from_attributes=True)
