"""Entry point of the policy pack: `pulumi preview --policy-pack policies`."""

import sys
from pathlib import Path

# The engine starts this folder as a program; the project above it must be importable.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from policies.serving import serve

serve()
