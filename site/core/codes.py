"""Random codes: what stands in addresses and links instead of sequential numbers."""

import hashlib
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is misread when dictated


def random_code(length: int = 10) -> str:
    """A public code of an object; 10 signs carry 49 bits, 26 signs 128 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def secret_token() -> str:
    """128 random bits for a link that gives a right; only its `fingerprint` is stored."""
    return secrets.token_urlsafe(16)


def fingerprint(token: str) -> str:
    """What is kept of a secret token; the token cannot be had back from it."""
    return hashlib.sha256(token.encode()).hexdigest()
