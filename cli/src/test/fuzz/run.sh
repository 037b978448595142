#!/usr/bin/env bash
# Fuzzes one parser with Jazzer, guided by coverage: run.sh PARSER SECONDS [OUT]
# PARSER is a constant of io.scstream.fuzz.Parser, such as MANIFEST. New inputs go to OUT
# (target/fuzz/PARSER), findings beside them; the corpus itself is only read. Needs a build with test
# classes. Lists the inputs that are worth keeping with `-merge=1`, see libFuzzer.
set -euo pipefail
parser=$1 seconds=$2
cd "$(dirname "$0")/../../.."
folder=$(echo "$parser" | tr 'A-Z_' 'a-z-')
out=${3:-target/fuzz/$folder}
jars=target/fuzz/jars
if [ ! -f $jars/jazzer.jar ]; then
  for jar in jazzer jazzer-api; do
    ../mvnw -q -B -ntp dependency:copy "-Dartifact=com.code-intelligence:$jar:0.30.0" \
      -Dmdep.stripVersion=true -DoutputDirectory="$PWD/$jars"
  done
fi
mkdir -p "$out"
exec java -Xmx512m -Djava.io.tmpdir="${TMPDIR:-/tmp}" -Dai.djl.offline=true \
  -cp "$jars/*:target/test-classes:target/classes:target/lib/*" \
  com.code_intelligence.jazzer.Jazzer \
  --target_class=io.scstream.fuzz.FuzzTarget --target_args="$parser" \
  --instrumentation_includes='io.scstream.**:io.jhdf.**:org.apache.avro.io.**' \
  --reproducer_path="$out" -artifact_prefix="$out/" \
  -max_total_time="$seconds" -max_len=100000 -timeout=60 -rss_limit_mb=3000 -print_final_stats=1 \
  "$out" "src/test/resources/fuzz/$folder"
