from django.contrib.auth.hashers import Argon2PasswordHasher


class ModestArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB and two passes (OWASP's first choice); Django's own takes 100 MiB for each login."""

    memory_cost = 19_456  # KiB
    time_cost = 2
    parallelism = 1
