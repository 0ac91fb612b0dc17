#!/usr/bin/env bash
# Give the model time to leave the GPU; killing it leaves the memory taken until a reboot.
set -euo pipefail
if docker inspect trollama-sglang >/dev/null 2>&1; then
  docker stop --time 60 trollama-sglang
fi
