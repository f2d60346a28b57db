"""WSGI entry point: ``granian --interface wsgi patio.config.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patio.config.settings.production")
application = get_wsgi_application()
