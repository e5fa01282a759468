#!/usr/bin/env bash
# Scores reading and answering against a folder of labelled documents: tools/evaluate.sh FOLDER
# FOLDER holds plans/, gold/ and eval/ (with score.py). Figures go to standard output, files to build/eval.
set -euo pipefail
folder=${1:?usage: evaluate.sh FOLDER}
[ -d "$folder/gold" ] || { echo "$folder/gold is missing: evaluation needs the labelled documents beside the checkout"; exit 1; }
zakhid=${ZAKHID:-zakhid}
python=${PYTHON:-python3}
out=build/eval
mkdir -p "$out"
export ZAKHID_DATA=$out/data

"$zakhid" ingest "$folder/plans" >"$out/ingest.txt"
"$zakhid" export --format jsonl --out "$out/export.jsonl"
"$python" "$folder/eval/score.py" parse "$out/export.jsonl" "$folder"/gold/*.jsonl --plans "$folder/gold/plans.json"
"$zakhid" ask --batch "$folder/eval/questions.jsonl" --out "$out/answers.jsonl"
"$python" "$folder/eval/score.py" qa "$out/export.jsonl" "$out/answers.jsonl" "$folder/eval/questions.jsonl" \
  "$folder"/gold/*.jsonl --aliases "$folder/eval/aliases.json" "${SCORE_OPTIONS:---misses}" | tee "$out/qa.txt"
"$zakhid" duplicates --format jsonl --out "$out/pairs.jsonl"
"$python" "$folder/eval/score.py" dups "$out/export.jsonl" "$out/pairs.jsonl" "$folder/eval/duplicates.jsonl" "$folder"/gold/*.jsonl
