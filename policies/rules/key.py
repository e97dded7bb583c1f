"""Keys by themselves: new material often enough, lost only after a delay, never with the stack, and strong."""

from __future__ import annotations

import re

from policies.bag import Bag, NotApplicable
from policies.defaults import effective
from policies.deletion_guard import is_guarded
from policies.keys import KEY
from policies.purpose import only_for_strict_data, only_in_production
from policies.rule import rule

DAY_SECONDS = 86_400
_ELSEWHERE = ("EXTERNAL", "EXTERNAL_VPC")
_WEAK = re.compile(r".*SHA1|RSA_SIGN_RAW_.*|.*_(?:CBC|CTR)|CRYPTO_KEY_VERSION_ALGORITHM_UNSPECIFIED")


@rule("kms-key-rotation", KEY, days=90)
def rotation(key: Bag, days: int) -> str | None:
    if effective(key, "purpose") != "ENCRYPT_DECRYPT":
        raise NotApplicable(f"Cloud KMS rotates no keys for {key.text('purpose')}")
    if key.on("importOnly"):
        raise NotApplicable("its material is imported, so whoever imports it rotates it")
    if not key.has("rotationPeriod"):
        if effective(key, "versionTemplate.protectionLevel") in _ELSEWHERE:
            raise NotApplicable("its material is rotated where it lies, outside Google Cloud")
        return "the key is never rotated"
    seconds = duration_seconds(key.text("rotationPeriod"))
    if seconds is None:
        return f"rotationPeriod {key.text('rotationPeriod')} is no number of seconds such as 7776000s"
    if DAY_SECONDS <= seconds <= days * DAY_SECONDS:
        return None
    return f"the key is rotated every {seconds / DAY_SECONDS:g} days; from 1 to {days} are needed"


def duration_seconds(text: str) -> float | None:
    """Return the seconds of a duration as Google's interfaces write it (7776000s, 3.5s), or None."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d{1,9})?)s\s*", text)
    return float(found[1]) if found else None


@rule("kms-key-destroy-protection", KEY)
def destroy_protection(key: Bag) -> str | None:
    if is_guarded(key):
        return None
    only_in_production(key)
    return "destroying the stack destroys the key, and all that it encrypts is lost"


@rule("kms-destroy-delay", KEY, days=30)
def destroy_delay(key: Bag, days: int) -> str | None:
    text = str(effective(key, "destroyScheduledDuration"))
    seconds = duration_seconds(text)
    if seconds is None:
        return f"destroyScheduledDuration {text} is no number of seconds such as 2592000s"
    return None if seconds >= days * DAY_SECONDS else f"a destroyed version is lost after {seconds / DAY_SECONDS:g} days; {days} are needed"


@rule("kms-protection-level", KEY, levels=("HSM", "HSM_SINGLE_TENANT", "EXTERNAL", "EXTERNAL_VPC"))
def protection_level(key: Bag, levels: tuple[str, ...]) -> str | None:
    algorithm = str(effective(key, "versionTemplate.algorithm"))
    if _WEAK.fullmatch(algorithm):
        return f"the algorithm {algorithm} is weak"
    level = str(effective(key, "versionTemplate.protectionLevel"))
    if level in levels:
        return None
    only_for_strict_data(key)
    return f"the key lies in {level}; {', '.join(levels)} {'is' if len(levels) == 1 else 'are'} allowed"
