"""What looks like a secret in plain text: keys and tokens by their shape, values by the name they stand under, and words nobody would think of.

A finding says what kind of secret it is and never the secret. References (a path, a variable, a placeholder) are no secrets.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from math import log2

from policies.credential import is_credentials_name

SHAPES = (
    ("a private key", re.compile(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----")),
    ("a key of a service account", re.compile(r'"private_key_id"\s*:\s*"[0-9a-f]{8,}')),
    ("an API key of Google", re.compile(r"\bAIza[0-9A-Za-z_-]{35}\b")),
    ("an access token of Google", re.compile(r"\bya29\.[0-9A-Za-z_-]{20,}")),
    ("an OAuth client secret of Google", re.compile(r"\bGOCSPX-[0-9A-Za-z_-]{20,}")),
    ("an access key of AWS", re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b")),
    ("a token of GitHub", re.compile(r"\b(?:gh[pousr]_[0-9A-Za-z]{30,}|github_pat_[0-9A-Za-z_]{22,})")),
    ("a token of GitLab", re.compile(r"\bglpat-[0-9A-Za-z_-]{20,}")),
    ("a token of Hugging Face", re.compile(r"\bhf_[0-9A-Za-z]{20,}")),
    ("a key of NVIDIA NGC", re.compile(r"\bnvapi-[0-9A-Za-z_-]{20,}")),
    ("a key of OpenAI or Anthropic", re.compile(r"\bsk-(?:ant-|proj-)?[0-9A-Za-z_-]{20,}")),
    ("a token of Slack", re.compile(r"\bxox[abprs]-[0-9A-Za-z-]{10,}")),
    ("a token of Docker or npm", re.compile(r"\b(?:dckr_pat_|npm_)[0-9A-Za-z_-]{20,}")),
    ("a key of Stripe", re.compile(r"\b[rs]k_live_[0-9A-Za-z]{16,}")),
    ("a JSON web token", re.compile(r"\beyJ[0-9A-Za-z_-]{10,1000}\.eyJ[0-9A-Za-z_-]{10,1000}\.[0-9A-Za-z_-]{10,}")),
    ("a webhook of Slack", re.compile(r"hooks\.slack\.com/services/T[0-9A-Z]{5,}/B[0-9A-Z]{5,}/[0-9A-Za-z]{16,}")),
    ("a key of Weights & Biases", re.compile(r"\bwandb login (?:--\w+ )?[0-9a-f]{40}\b")),
    (
        "a password on a command line",
        re.compile(r"\b(?:sshpass|docker login)\b[^\n]{0,80}?\s(?:-p|--password)[= ]?[\"']?[^\s$<{%\"'-][^\s\"']{3,}"),
    ),
    ("a password in a URL", re.compile(r"\b[a-z][a-z0-9+.-]{0,20}://[^\s/:@$<{]{1,100}:[^\s/:@$<{][^\s/@$<{]{2,200}@")),
)
_WORD = (
    r"(?:password|passwd|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|secret[_-]?key|private[_-]?key|auth[_-]?key|credentials?)"
)
_ASSIGNED = re.compile(rf"(?i)(?<![a-z]){_WORD}[\"']?\s*[=:]\s*(\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'#;,&|]+)")
_REFERENCE = re.compile(
    r"^(?:[$<{%(*]|projects/|https?://|gs://|sm://|secrets?/|/|file:|env:|vault:|ref\+|op://|arn:|\[secret\])|\$\{|\$\(|\{\{"
)
_PLACEHOLDERS = frozenset(
    {"changeme", "redacted", "placeholder", "example", "none", "null", "true", "false", "todo", "required", "optional"}
)
_SLUG = re.compile(r"[a-z]+(?:[-_./][a-z0-9]+)*\d{0,2}|[A-Z]+(?:_[A-Z0-9]+)*")
"""Names rather than values: hf-token, db_password, HF_TOKEN."""
_RANDOM = re.compile(r"(?<![0-9A-Za-z+/=_.:@-])[0-9A-Za-z+_-]{32,88}={0,2}(?![0-9A-Za-z+/=_.:@-])")
_PEM = re.compile(r"-----BEGIN ([A-Z0-9 ]{1,40})-----")
_OPEN_STARTS = ("AAAA", "sha256-", "sha384-", "sha512-")
"""How public SSH keys and digests begin."""
_HINT = re.compile(
    r"-----BEGIN|private_key|AIza|ya29|GOCSPX|AKIA|ASIA|gh[pousr]_|github_pat|glpat|hf_|nvapi|sk-|xox|dckr_pat|npm_|k_live_|eyJ|hooks\.slack|wandb login|sshpass|docker login|://[^/]*@|"
    r"[0-9A-Za-z+_-]{32}|(?i:pass|pwd|secret|token|key|credential)[^=:]{0,12}[=:]"
)
"""What a text with a secret has in it: one look tells most texts apart from them."""
_LEAST_BITS = 4.3
"""Shannon entropy of a letter, in bits: random base64 of 32 letters has about 4.6, hexadecimal digits at most 4.0, words about 3.5."""
SHORTEST = 6
"""Letters of the shortest text that counts."""
_PASSWORD = re.compile(r"pass|pwd", re.IGNORECASE)


def named_secret(name: str, value: str) -> str | None:
    """Return what a value is when the name it stands under says that it is a secret, or None."""
    kind = _kind_by_name(name)
    return kind if kind and _is_literal(value, kind == "a password") else None


@lru_cache(maxsize=4096)
def secret_in(text: str) -> str | None:
    """Return what kind of secret a text holds, or None."""
    if not _HINT.search(text):
        return None
    text = _without_open_pem(text)
    for kind, shape in SHAPES:
        if shape.search(text):
            return kind
    for found in _ASSIGNED.finditer(text):
        if _is_literal(found.group(1).strip("\"'"), bool(_PASSWORD.search(found.group()[:12]))):
            return "an assigned password or token"
    return "a long random text" if any(_is_random(found.group()) for found in _RANDOM.finditer(text)) else None


def _without_open_pem(text: str) -> str:
    """Return a text without its certificates and public keys, whose letters are as random as those of a secret."""
    kept, at = [], 0
    for found in _PEM.finditer(text):
        if "PRIVATE" in found.group(1) or found.start() < at:
            continue
        if (end := text.find("-----END ", found.end())) < 0:
            break
        kept.append(text[at : found.start()])
        at = end
    return "".join((*kept, text[at:]))


@lru_cache(maxsize=4096)
def _kind_by_name(name: str) -> str | None:
    if not is_credentials_name(name):
        return None
    return "a password" if _PASSWORD.search(name) else "a secret by its name"


def _is_literal(value: str, is_password: bool) -> bool:
    """Say whether a value is a secret itself: no reference, no placeholder, no name of one."""
    if _REFERENCE.search(value) or value.lower().strip("-_. ") in _PLACEHOLDERS or " " in value.strip():
        return False
    if is_password:
        return len(value) >= SHORTEST and not re.fullmatch(r"[a-z]+(?:[-_/][a-z0-9]+)+", value)
    return len(value) >= 12 and not _SLUG.fullmatch(value) and bool(re.search(r"\d", value) and re.search(r"[A-Za-z]", value))


def _is_random(token: str) -> bool:
    """Say whether a word is one that only a machine makes: letters of both cases and digits, evenly mixed."""
    body = token.rstrip("=")
    if body.startswith(_OPEN_STARTS):
        return False
    if not (re.search(r"[a-z]", body) and re.search(r"[A-Z]", body) and len(re.findall(r"\d", body)) >= 3):
        return False
    count = Counter(body)
    return -sum(number / len(body) * log2(number / len(body)) for number in count.values()) >= _LEAST_BITS
