"""The application the web server runs."""

import os
import signal
from multiprocessing import parent_process

from django.core.asgi import get_asgi_application

from perennia.host import parent

if parent_process() is not None:
    # A web process whose server was killed would keep the port.
    parent.follow(signal.SIGKILL)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perennia.settings")
application = get_asgi_application()
