"""Every setting, in one file; the environment says what differs from a bare checkout.

With nothing set: SQLite in ``var/``, served on http://localhost:8000. The variables are listed in
``docs/operations.md``. Ours begin with ``DIALOG_``; an unknown one is an error, so a typo fails loudly.
"""

import datetime as dt
import os
import secrets
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
import dj_email_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env, validate

from workshops import files

BASE_DIR = Path(__file__).resolve().parent.parent
VARIABLES = {
    "DIALOG_ACCESSIBILITY_URL",
    "DIALOG_APPS",
    "DIALOG_AUDIT_DAYS",
    "DIALOG_DATA_DIR",
    "DIALOG_DEBUG",
    "DIALOG_IDLE_HOURS",
    "DIALOG_KEEP_DAYS",
    "DIALOG_LINK_DAYS",
    "DIALOG_MAIL_FROM",
    "DIALOG_MAIL_URL",
    "DIALOG_PRIVACY_URL",
    "DIALOG_SECRET_KEY",
    "DIALOG_SITE_URL",
    "DIALOG_THREADS",
}

unknown = {name for name in os.environ if name.startswith("DIALOG_")} - VARIABLES
if unknown:
    raise ImproperlyConfigured(
        f"Unknown environment variable: {', '.join(sorted(unknown))}. Known: {', '.join(sorted(VARIABLES))}."
    )

env = Env()
os.umask(0o077)  # whatever is made, database, key or backup, is for the eyes of whoever runs it
DATA_DIR = env.path("DIALOG_DATA_DIR", BASE_DIR / "var")
try:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
except OSError as error:
    raise ImproperlyConfigured(f"The data folder {DATA_DIR} cannot be made: {error.strerror}.") from None
DEBUG = env.bool("DIALOG_DEBUG", False)

# --- Where it is reached ---------------------------------------------------------------------------

SITE_URL = env.str("DIALOG_SITE_URL", "http://localhost:8000").rstrip("/")
_site = urlsplit(SITE_URL)
if _site.scheme not in ("http", "https") or not _site.hostname:
    raise ImproperlyConfigured(f"DIALOG_SITE_URL is {SITE_URL!r}; expected for instance https://dialog.example.dk.")
ALLOWED_HOSTS = sorted({_site.hostname, "localhost", "127.0.0.1", "[::1]"})
CSRF_TRUSTED_ORIGINS = [f"{_site.scheme}://{_site.netloc}"]
CSRF_FAILURE_VIEW = "workshops.views.csrf.failed"
USE_X_FORWARDED_HOST = False
HTTPS = _site.scheme == "https"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"


def secret_key() -> str:
    """The key that signs cookies and links: from the environment, else made once and kept in the data folder."""
    if key := env.str("DIALOG_SECRET_KEY", ""):
        return key
    path = DATA_DIR / "secret-key"
    try:
        if not path.exists():
            with files.alone(DATA_DIR):
                if not path.exists():
                    with files.whole(path) as file:
                        file.write(secrets.token_urlsafe(50).encode())
        key = path.read_text()
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise ImproperlyConfigured(f"The secret key {path} cannot be kept: {reason}.") from None
    if not key.strip():
        raise ImproperlyConfigured(
            f"The secret key {path} is empty. Put back the one from the backup; if there was none yet, delete the file."
        )
    return key


SECRET_KEY = secret_key()

# --- Apps ------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "workshops",
    "workshops.interludes",
    "dialogue",
    "phases",
    "rasmus",
    "roles",
    *env.list("DIALOG_APPS", []),  # a workplace's own tools
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "workshops.middleware.PermissionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "workshops.middleware.CompressPagesMiddleware",
    "csp.middleware.CSPMiddleware",
    "workshops.middleware.WellFormedMiddleware",
    "workshops.middleware.PrivateMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "workshops.middleware.ActingMiddleware",
    "workshops.middleware.RenewSessionMiddleware",
    "workshops.middleware.ReceiptMiddleware",
    "workshops.middleware.DatabaseDownMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ]
            if not DEBUG
            else [
                "django.template.loaders.filesystem.Loader",
                "django.template.loaders.app_directories.Loader",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "workshops.context.elsewhere",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "workshops.templatetags.parts",
                "workshops.templatetags.scripts",
                "workshops.templatetags.sending",
            ],
        },
    }
]

# --- Database --------------------------------------------------------------------------------------


def database(url: str) -> dict:
    """Django's settings for one database.

    ``url`` is empty for SQLite in the data folder, else ``postgres://user:password@host:5432/name`` or
    ``sqlite:///path``. Raises ImproperlyConfigured with what was expected.
    """
    try:
        parsed = dj_database_url.parse(url or f"sqlite:///{DATA_DIR / 'dialog.sqlite3'}")
    except (dj_database_url.ParseError, dj_database_url.UnknownSchemeError, ValueError) as error:
        raise ImproperlyConfigured(
            "DATABASE_URL is not understood. Expected postgres://user:password@host:5432/name, or leave it unset "
            f"for SQLite. ({type(error).__name__})"
        ) from None
    config: dict[str, Any] = dict(parsed)
    if config["ENGINE"] == "django.db.backends.sqlite3":
        # WAL lets readers read while one writes; IMMEDIATE makes writers queue instead of failing halfway.
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;",
        }
        config["CONN_MAX_AGE"] = None
    elif config["ENGINE"] == "django.db.backends.postgresql":
        if not config["NAME"]:
            raise ImproperlyConfigured("DATABASE_URL names no database: postgres://user:password@host:5432/name.")
        config.setdefault("OPTIONS", {})
        config["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 20, "timeout": 10}
        config["CONN_MAX_AGE"] = 0
    else:
        raise ImproperlyConfigured("DATABASE_URL must be postgres://… or sqlite:///…; no other database is supported.")
    return config


DATABASES = {"default": database(env.str("DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People ----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "workshops.User"
PASSWORD_HASHERS = [
    "workshops.hashers.ModestArgon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
OTP_TOTP_ISSUER = "Dialogværksted"  # what an app calls it
LOGIN_REDIRECT_URL = "workshops"
LOGOUT_REDIRECT_URL = "join"
IDLE_HOURS = env.int("DIALOG_IDLE_HOURS", 12, validate=validate.Range(min=1))
SESSION_COOKIE_AGE = IDLE_HOURS * 3600  # after the session was last used: RenewSessionMiddleware

KEEP_DAYS = env.int("DIALOG_KEEP_DAYS", 30)
UNLINKED_AFTER = dt.timedelta(hours=24)  # from closing: until then a workshop can be opened again, and nothing is lost
LINK_DAYS = env.int("DIALOG_LINK_DAYS", 365, validate=validate.Range(min=1))  # that a link to a report holds
AUDIT_DAYS = env.int("DIALOG_AUDIT_DAYS", 365, validate=validate.Range(min=1))  # that the audit trail is kept

# --- Mail -------------------------------------------------------------------------------------------


def mail_server(url: str) -> dict[str, Any]:
    """Django's settings for the server that mails go through. Raises ImproperlyConfigured with what was expected."""
    found: dict[str, Any] = dict(dj_email_url.parse(url))
    if not found.get("EMAIL_BACKEND") or not found.get("EMAIL_HOST"):
        raise ImproperlyConfigured(
            "DIALOG_MAIL_URL is not understood. Expected for instance smtp://user:password@host:587/?tls=True, or "
            "leave it unset."
        )
    return found


HAS_MAIL = bool(env.str("DIALOG_MAIL_URL", ""))
if HAS_MAIL:
    _mail = mail_server(env.str("DIALOG_MAIL_URL"))
    EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"]
    EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DIALOG_MAIL_FROM", f"dialogvaerksted@{_site.hostname}")

# --- What those who run it say themselves ----------------------------------------------------------


def page(variable: str, example: str) -> str:
    """The address of a page elsewhere that ours link to; empty where none was set. Raises ImproperlyConfigured."""
    url = env.str(variable, "").strip()
    if url and urlsplit(url).scheme not in ("http", "https"):
        raise ImproperlyConfigured(f"{variable} is {url!r}; expected for instance {example}.")
    return url


# The statement on accessibility (tilgængelighedserklæring) that the law on public bodies' websites asks for.
ACCESSIBILITY_URL = page("DIALOG_ACCESSIBILITY_URL", "https://www.was.digst.dk/dialog-example-dk")
# Whom people can write to about personal data, and what the workplace must tell them beside (GDPR, article 13).
PRIVACY_URL = page("DIALOG_PRIVACY_URL", "https://www.example.dk/persondata")

# --- Language --------------------------------------------------------------------------------------

LANGUAGE_CODE = "da"
LANGUAGES = [("da", "Dansk")]
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True

# --- Static files and headers ----------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# The PDF's; docs/fonts/ makes those of the screens of them.
FONT_DIR = Path(str(resources.files("font_hanken_grotesk"))) / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.staticfiles.StaticFilesStorage"},
}
WHITENOISE_ROOT = BASE_DIR / "static" / "root"  # what browsers ask for without being told: /favicon.ico
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
if DEBUG:
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# What a page may not use of a device, nor a page within it; the wall keeps its screen lit and fills it.
PERMISSIONS_POLICY = ", ".join(
    [
        "accelerometer=()",
        "autoplay=()",
        "camera=()",
        "display-capture=()",
        "geolocation=()",
        "gyroscope=()",
        "magnetometer=()",
        "microphone=()",
        "midi=()",
        "payment=()",
        "usb=()",
        "fullscreen=(self)",
        "screen-wake-lock=(self)",
    ]
)

# --- The server ------------------------------------------------------------------------------------

THREADS = env.int("DIALOG_THREADS", 4)  # of each lane: those that only read, and those that may write
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000  # the editor sends each text twice: as it is, and as it was
DATA_UPLOAD_MAX_NUMBER_FIELDS = 8000  # the fullest question set, on one page, has 6700

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"class": "config.told.WithoutSecrets", "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "workshops": {"level": "INFO"},
        "fontTools": {"level": "ERROR"},
        "django.request": {"level": "ERROR"},
    },
}
