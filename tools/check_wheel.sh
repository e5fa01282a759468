#!/usr/bin/env bash
# Does the built wheel hold everything? Installs it alone into a clean environment and works with it outside the
# checkout. Only the dependencies are borrowed from the environment that runs this, so that nothing is downloaded.
set -euo pipefail
python=$(realpath -s "${PYTHON:-python3}")
checkout=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset PYTHONPATH ZAKHID_DATA

rm -rf build
"$python" -m build --wheel --no-isolation --outdir "$work/dist" . >"$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
"$python" -m venv "$work/clean"
"$work/clean/bin/python" -m pip --disable-pip-version-check -qq install --no-deps --no-index "$work"/dist/*.whl
"$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))' \
  >"$("$work/clean/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/borrowed.pth"

"$python" - "$work" <<'PY'
import subprocess, sys, zipfile
from pathlib import Path
wheel = set(zipfile.ZipFile(next(Path(sys.argv[1], "dist").glob("*.whl"))).namelist())
listed = subprocess.run(["git", "ls-files", "corpus", "index", "assistant", "api"], capture_output=True, text=True)
missing = [name for name in listed.stdout.split() if not name.endswith(".po") and name not in wheel]
sys.exit(f"left out of the wheel: {missing}" if missing else 0)
PY
cd "$work"
"$work/clean/bin/zakhid" --help >/dev/null
"$work/clean/bin/python" - "$work" <<'PY'
import sys
import api, assistant, corpus, index
for package in (corpus, index, assistant, api):
    assert package.__file__.startswith(sys.argv[1]), f"{package.__file__} is not from the wheel"
PY
"$work/clean/bin/zakhid" ingest "$checkout/samples" >/dev/null 2>"$work/ingest.log" || { cat "$work/ingest.log"; exit 1; }
"$work/clean/bin/zakhid" status --json | grep -q '"measures"'
"$work/clean/bin/zakhid" ask 'хто відповідає за систему 112 і до коли' | grep -q 112
echo "The wheel works in a clean environment outside the checkout"
