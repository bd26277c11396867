# The program with its content, nothing else. tests/house/test_dockerfile.py replays these steps without a
# container engine: it knows the instructions used here and fails on any other.
ARG PYTHON=3.13

FROM python:${PYTHON}-slim AS build
WORKDIR /source
COPY requirements.lock requirements-build.lock ./
RUN python -m venv /build && /build/bin/python -m pip install --no-cache-dir --no-deps --require-hashes -r requirements-build.lock
# The locked pip fills the environment from outside, so that the image has none.
RUN python -m venv --without-pip /app && /build/bin/python -m pip --python /app/bin/python install --no-cache-dir --no-deps --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
COPY dialogs ./dialogs
COPY locales ./locales
COPY docs/codes ./docs/codes
# The wheel is built with the locked tools, and installed without asking any index.
RUN /build/bin/python -m hatchling build -t wheel -d /build/wheel && /build/bin/python -m pip --python /app/bin/python install --no-deps --no-index /build/wheel/*.whl
RUN mkdir -m 700 /data

FROM python:${PYTHON}-slim
COPY --from=build /app /app
COPY --from=build --chown=10001:10001 /data /data
ENV PATH=/app/bin:$PATH
ENV FRAGESTOD_DATA=/data
ENV PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s CMD ["python", "-c", "import urllib.request as web; web.urlopen('http://127.0.0.1:8080/readyz', timeout=3)"]
CMD ["fragestod", "serve", "--host", "0.0.0.0"]
