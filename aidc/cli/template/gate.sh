#!/bin/sh
# The gate of a pull request: judge and price a stack, compare both with the base, leave reports in a folder and one comment on the pull request.
#
#   AIDC_STACK     name of the stack (needed)
#   AIDC_PREVIEW   yes: judge the output of `pulumi preview`, which needs the cloud's credentials; else the program is recorded offline
#   AIDC_BASE_REF  commit to compare with; its stack is recorded from a worktree
#   AIDC_COMMENT   yes: write or update the comment (GITHUB_TOKEN or GITLAB_TOKEN)
#   AIDC_OUT       folder of the reports, gate by default
#
# Exit code: 0 fine, 1 the policies or the budget say no, 2 the input is bad.
set -eu
stack=${AIDC_STACK:?name of the stack}
out=${AIDC_OUT:-gate}
mkdir -p "$out"
said_no=0

# A report that says no still leaves its file; bad input ends the gate.
report() {
    file=$1
    shift
    code=0
    aidc "$@" >"$out/$file" || code=$?
    if [ "$code" -gt 1 ]; then exit "$code"; fi
    if [ "$code" -eq 1 ]; then said_no=1; fi
}

record="$out/record.jsonl"
if [ "${AIDC_PREVIEW:-no}" = yes ]; then
    record="$out/preview.json"
    pulumi preview --json --show-sames --stack "$stack" >"$record"
else
    aidc resources "$stack" >"$record"
fi

base=""
if [ -n "${AIDC_BASE_REF:-}" ]; then
    before="$out/base"
    git worktree add --quiet --force --detach "$before" "$AIDC_BASE_REF"
    # A base that has no such stack yet, or is broken, is no reason to stop: everything is new then.
    if (cd "$before/${AIDC_FOLDER:-.}" && aidc resources "$stack") >"$out/base.jsonl" 2>"$out/base.log"; then base="$out/base.jsonl"; fi
    git worktree remove --force "$before"
fi

report check.md check "$stack" --inventory "$record" --markdown ${base:+--base "$base"}
report check.sarif check "$stack" --inventory "$record" --sarif
report check.xml check "$stack" --inventory "$record" --junit
report cost.md cost "$stack" --inventory "$record" --markdown ${base:+--base "$base"}
report cost.json cost "$stack" --inventory "$record" --json

{
    printf '<!-- aidc gate: %s -->\n' "$stack"
    cat "$out/check.md" "$out/cost.md"
} >"$out/comment.md"
if [ "${AIDC_COMMENT:-no}" = yes ]; then aidc comment "$out/comment.md"; fi
exit "$said_no"
