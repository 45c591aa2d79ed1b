#!/bin/sh
# Keeps the collected logs within bounds: log-retention.sh <folder> <days> <MiB> [seconds between two looks; once when absent]
# Files older than so many days go, and beyond so many MiB in all the oldest go first. The files being written are the newest.
set -eu
folder=$1 days=$2 mebibytes=$3 every=${4:-}

bound() {
  find "$folder" -type f -name '*.log*' -mtime "+$days" -delete
  find "$folder" -type f -name '*.log*' -exec stat -c '%Y %s %n' {} + | sort -rn | {
    total=0
    while read -r _ bytes file; do
      total=$((total + bytes))
      [ "$total" -le $((mebibytes * 1024 * 1024)) ] || rm -f "$file"
    done
  }
}

bound
while [ -n "$every" ]; do
  sleep "$every"
  bound
done
