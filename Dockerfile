# The site as one image. What runs in it, and beside it: docker-compose.yml. How: docs/operators.md.

FROM python:3.13-slim AS packages
RUN python -m venv /venv
COPY requirements/runtime.txt /tmp/runtime.txt
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check --root-user-action=ignore \
    --require-hashes --no-deps --requirement /tmp/runtime.txt


FROM python:3.13-slim
RUN groupadd --system --gid 10001 patio \
    && useradd --system --uid 10001 --gid patio --home-dir /app --shell /usr/sbin/nologin patio
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=patio.config.settings.production
COPY --from=packages /venv /venv
WORKDIR /app
COPY LICENSE manage.py ./
COPY deploy/healthcheck.py deploy/healthcheck.py
COPY locale locale
COPY site site
COPY --chown=patio:patio translations translations

# The key and the host are needed to start at all; they are gone when the line is done.
RUN export SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
        ALLOWED_HOSTS=localhost \
    && python manage.py interface compile \
    && python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q site \
    && install -d -o patio -g patio media var

USER patio
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "deploy/healthcheck.py"]
CMD ["granian", "--working-dir=site", "--interface=wsgi", "--host=0.0.0.0", "--workers=2", \
     "--blocking-threads=4", "--respawn-failed-workers", \
     "--workers-kill-timeout=20", "patio.config.wsgi:application"]
