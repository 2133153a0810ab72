"""Secrets that Dharma makes: random, kept as a hash."""

from __future__ import annotations

import hashlib

from dharma_core.identity.secrets import new_secret, same_secret, secret_hash


def test_a_secret_says_what_it_opens_and_has_256_random_bits():
    secret = new_secret("dhs")
    assert secret.startswith("dhs_")
    assert len(secret) == len("dhs_") + 43
    assert len({new_secret("dhs") for _ in range(50)}) == 50


def test_a_secret_is_kept_as_its_sha_256():
    assert secret_hash("dhs_1") == hashlib.sha256(b"dhs_1").hexdigest()


def test_only_the_same_secret_fits_its_hash():
    secret = new_secret("dhs")
    assert same_secret(secret, secret_hash(secret))
    assert not same_secret(secret[:-1], secret_hash(secret))
    assert not same_secret(secret, "")


def test_a_huge_or_broken_text_is_no_error():
    assert secret_hash("x" * 10_000_000) == secret_hash("x" * 512)
    assert secret_hash("x" * 512) != secret_hash("x" * 511)
    assert len(secret_hash("\ud800")) == 64
