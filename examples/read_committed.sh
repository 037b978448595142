#!/bin/sh
# Counts what readers see of a topic of embeddings: those of committed messages, and all others.
# Needs kcat (librdkafka). Usage: examples/read_committed.sh HOST:PORT [TOPIC]
set -eu
broker=${1:?broker, such as kafka:9092}
topic=${2:-sc.embeddings.v1}

for isolation in read_committed read_uncommitted; do
  kcat -b "$broker" -C -t "$topic" -o beginning -e -q -X isolation.level=$isolation -f '%k\n' |
    sort | uniq -c |
    awk -v as=$isolation '{ messages += $1; cells++ }
      END { printf "%s: %d messages of %d cells\n", as, messages, cells }'
done
