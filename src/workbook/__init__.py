"""The consulting workbook: which customers deserve which effort, and how sure is that?"""

import os
import sys

__version__ = "0.1.0"

# One thread of linear algebra: sums come out the same on every machine, and small fits wait for no other thread.
for _threads in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

# Grammars of international web addresses, which jsonschema builds for a second whenever nbformat is imported: no check of ours
# asks for them. None says the package is not there; jsonschema does without.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
