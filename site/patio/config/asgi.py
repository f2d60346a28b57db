"""ASGI entry point: ``granian --interface asgi patio.config.asgi:application``."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patio.config.settings.production")
application = get_asgi_application()
