#!/usr/bin/env bash
# Deploys an environment to the running IDM at PWSYNC_IDM_URL, with the credentials of PWSYNC_IDM_USER and PWSYNC_IDM_PASSWORD.
#
#   ci/deploy.sh plan NAME FILE      shows the plan, and writes PWSYNC_PLAN=DIGEST to the end of FILE
#   ci/deploy.sh apply NAME DIGEST   plans again, and applies it if it is still the plan with that digest
#   ci/deploy.sh check NAME          fails when IDM does not hold what this commit builds, or something is wrong with it
#
# The same bundle and the same target give the same plan, so that its digest stands for it: the plan itself, which holds IDM's
# files, is kept nowhere.
set -euo pipefail

action=${1:?plan, apply or check}
name=${2:?the name of an environment}
bundle=generated/$name
: "${PWSYNC_IDM_URL:?is not set: the address of the running IDM, https://idm.example.com:8443}"
pwsync() { npx --no-install pwsync "$@"; }
plan() { pwsync plan "$bundle" --url "$PWSYNC_IDM_URL" "$@"; }

file=$(mktemp)
trap 'rm -f "$file"' EXIT
pwsync build --env "$name" >&2

case $action in
  plan)
    outputs=${3:?the file that gets the digest}
    plan --out "$file"
    echo "PWSYNC_PLAN=$(sha256sum <"$file" | cut -d ' ' -f 1)" >>"$outputs"
    ;;
  apply)
    digest=${3:?the digest of the plan that was looked at}
    # What is applied is shown by apply.
    plan --out "$file" >/dev/null
    if ! echo "$digest  $file" | sha256sum --check --status; then
      echo 'This is not the plan that was looked at: IDM has changed since. Nothing was changed; start anew.' >&2
      exit 1
    fi
    pwsync apply "$file"
    ;;
  check)
    status=0
    plan --check || status=1
    pwsync doctor --url "$PWSYNC_IDM_URL" --bundle "$bundle" || status=1
    exit "$status"
    ;;
  *)
    echo "$action: not plan, apply or check" >&2
    exit 2
    ;;
esac
