#!/usr/bin/env bash
# Installs the programs that tests drive beside Python, where it can: on Debian, as root. Otherwise it says what is
# missing and which tests will be skipped. Programs that are there are left as they are.
set -uo pipefail
wanted=(
  "chromium|chromium|the browser tests"
  "npm|npm|the checks of accessibility and of scripts' types"
  "soffice|libreoffice-writer libreoffice-calc|the tests of ODT, RTF, DOC, ODS and XLS"
  "tesseract|tesseract-ocr tesseract-ocr-ukr|the tests of scanned pages"
)
updated=
for line in "${wanted[@]}"; do
  IFS='|' read -r command packages what <<<"$line"
  command -v "$command" >/dev/null && continue
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing $packages for $what"
    [ -n "$updated" ] || apt-get -qq update >/dev/null 2>&1
    updated=yes
    # shellcheck disable=SC2086 # several packages
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $packages >/dev/null 2>&1
  fi
  command -v "$command" >/dev/null || echo "$command is missing ($packages): $what will be skipped"
done
exit 0
