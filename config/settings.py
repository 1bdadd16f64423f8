"""The portal's settings; every value an operator gives comes through `config.environment`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config.environment import (
    BASE_DIR,
    SMS_PROVIDERS,
    choice,
    database,
    days,
    env,
    field_keys,
    flag,
    hours,
    instant,
    mailbox,
    prices,
    read_files,
    required,
    var_dir,
)

read_files()
DEBUG = flag("DEBUG")
DEMO = flag("DEMO")
VAR_DIR = var_dir()
VAR_DIR.mkdir(parents=True, exist_ok=True)

OF_THE_DEMONSTRATION = "See .env.example. For the data of `make run` write DEMO=1 in front of the command."
DEVELOPMENT_FIELD_KEY = "dev:" + "ZGV2ZWxvcG1lbnQtb25seS1rZXktMzItYnl0ZXMhISE="
SECRET_KEY = required(
    "SECRET_KEY",
    unless=DEBUG,
    default="development-only-secret",
    remedy=f"Give 50 random characters. {OF_THE_DEMONSTRATION}",
)
FIELD_KEYS = field_keys(
    required(
        "FIELD_KEYS",
        unless=DEBUG,
        default=DEVELOPMENT_FIELD_KEY,
        remedy=f"Give id:base64 of 32 random bytes. {OF_THE_DEMONSTRATION}",
    )
)

_demo = tomllib.loads((BASE_DIR / "config" / "demo" / "clock.toml").read_text(encoding="utf-8"))
DEMO_CLOCK = instant("DEMO_CLOCK", _demo["starts_at"])

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
SITE_URL = env.str("SITE_URL", default=f"http://localhost:{env.str('PORT', default='8000')}").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

SMS_PROVIDER = choice("SMS_PROVIDER", "file", SMS_PROVIDERS)
# Several providers of one kind stand in their order of preference, separated by commas; so do those of EMAIL_URL.
STUB_URL = env.str("STUB_URL", default="http://127.0.0.1:8099")
SMS_DESCRIPTION = env.str("SMS_DESCRIPTION", default="")
if SMS_PROVIDER == "http" and not SMS_DESCRIPTION:
    raise ImproperlyConfigured("SMS_PROVIDER=http needs SMS_DESCRIPTION, a TOML file that describes the provider.")
SMS_REPORT_SECRET = env.str("SMS_REPORT_SECRET", default="")
SMS_REPORT_SECRETS = env.dict("SMS_REPORT_SECRETS", default={})
MESSAGE_WINDOW = env.int("MESSAGE_WINDOW", default=200)
MESSAGE_CALL_SECONDS = env.float("MESSAGE_CALL_SECONDS", default=10)
MESSAGE_LEASE_SECONDS = env.float("MESSAGE_LEASE_SECONDS", default=60)
MESSAGE_SETTLE_SECONDS = env.float("MESSAGE_SETTLE_SECONDS", default=30)
MESSAGE_VALID_HOURS = env.int("MESSAGE_VALID_HOURS", default=72)
SMS_QUIET_HOURS = hours("SMS_QUIET_HOURS", "21-8")
SMS_PARTS_PLANNED = env.int("SMS_PARTS_PLANNED", default=2)
PART_PRICES = prices("PART_PRICES", "")
ADDRESS_CAP_PER_DAY = env.int("ADDRESS_CAP_PER_DAY", default=5)
CANARY_SIZE = env.int("CANARY_SIZE", default=100)
CANARY_SHARE = env.int("CANARY_SHARE", default=90)
CANARY_MINUTES = env.float("CANARY_MINUTES", default=30)
RAMP_START = env.int("RAMP_START", default=200)
RAMP_MINUTES = env.float("RAMP_MINUTES", default=5)
REMINDER_DAYS = days("REMINDER_DAYS", "30,7")
REMINDERS_OFF = frozenset(env.list("REMINDERS_OFF", default=[]))
PROVIDER_REST_SECONDS = env.float("PROVIDER_REST_SECONDS", default=10)
if MESSAGE_LEASE_SECONDS < 2 * MESSAGE_CALL_SECONDS:
    raise ImproperlyConfigured("MESSAGE_LEASE_SECONDS must be at least twice MESSAGE_CALL_SECONDS.")
# What codes that prove a contact may cost in a day, whoever asks for them.
CONTACT_CODES_A_DAY = env.int("CONTACT_CODES_A_DAY", default=20_000)
if DEMO and SMS_PROVIDER == "http":
    raise ImproperlyConfigured("DEMO=1 refuses real providers. Write SMS_PROVIDER=file, or leave DEMO out.")

INSTALLED_APPS = [
    "config",
    "claims",
    "compensation",
    "compensation.credits",
    "compensation.gifts",
    "compensation.transfers",
    "notifications",
    "foundation.trail",
    "foundation.staff",
    "foundation.japan",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "phonenumber_field",
    "axes",
]
MIDDLEWARE = [
    "config.middleware.SecurityHeaders",
    "config.middleware.CompressedPages",
    "config.middleware.WholeBody",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "foundation.staff.sessions.IdleTimeoutMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_USER_MODEL = "staff.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 1
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "desk/sign_in_locked.html"
AXES_RESET_ON_SUCCESS = True
STAFF_IDLE_SECONDS = env.int("STAFF_IDLE_SECONDS", default=1800)
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "sign-in"

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "config.page_context.site",
            ],
            "builtins": [
                "foundation.japan.templatetags.bilingual",
                "claims.templatetags.deadlines",
                "claims.templatetags.call_log",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": database(VAR_DIR, development=DEBUG and not DEMO)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"
# What collectstatic has laid down is served compressed; without it, and in development, files come as they are.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG or not STATIC_ROOT.is_dir()

PHONENUMBER_DEFAULT_REGION = "JP"
PHONENUMBER_DB_FORMAT = "E164"

EMAIL_URL = env.str("EMAIL_URL", default="")
# Where mail servers send what comes back: 64 signs of an address less a plus sign and the 52 of the message's key.
EMAIL_RETURN_PATH = mailbox("EMAIL_RETURN_PATH", longest=11)
BOUNCE_MAILDIR = env.str("BOUNCE_MAILDIR", default="")
BOUNCE_WAIT_MINUTES = env.float("BOUNCE_WAIT_MINUTES", default=15)
# Who messages come from where a programme's bulletin names no sender; without one the provider fills in its own.
SENDERS = {"sms": env.str("SMS_SENDER", default=""), "email": env.str("EMAIL_SENDER", default="")}
OUTBOX_DIR = VAR_DIR / "outbox"
# What was last sent from this machine: a database that does not know it was set back.
SENT_MARK: Path | None = VAR_DIR / "last-sent"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not no-referrer: under it browsers send "Origin: null" with our own forms, and the CSRF check refuses them.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
CSRF_FAILURE_VIEW = "claims.apply.untrusted_views.not_trusted"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "without_secrets": {"()": "config.logs.WithoutSecrets"},
        "refused_in_one_line": {"()": "config.logs.RefusedInOneLine"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "filters": ["without_secrets", "refused_in_one_line"]},
    },
    "loggers": {
        # Django's own handlers for these write to the console, too, and mask nothing.
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": ["console"], "propagate": False},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
