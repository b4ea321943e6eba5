# A bash with the hook walks in and out of $A and $B, two projects. Fails at the first line that is not as it must be.
set -u
eval "$(sfm-dev hook bash)"
eval "$(sfm-dev hook bash)" # a second time changes nothing
prompt() { eval "$PROMPT_COMMAND" 2>"$HOME/said"; }
is() { [[ $1 == "$2" ]] || { echo "line ${BASH_LINENO[0]}: expected '$2', found '$1'; said: $(<"$HOME/said")" >&2; exit 1; }; }
said() { [[ $(<"$HOME/said") == $1 ]] || is "$(<"$HOME/said")" "$1"; }

export POSTGRES_URL="it's \$mine" REDIS_HOST=rival
QDRANT_URL=unexported
cd "$HOME" && prompt && said ''
is "$POSTGRES_URL" "it's \$mine"

cd "$A" && prompt && said '*may not set variables*sfm-dev allow'
is "$POSTGRES_URL" "it's \$mine"
prompt && said ''

sfm-dev allow 2>/dev/null
prompt && said "*'REDIS_HOST' was set in this shell and is unset*"
is "$POSTGRES_URL" postgresql://postgres:postgres@localhost:5433/somamemory
is "$(printenv POSTGRES_URL)" "$POSTGRES_URL"
is "${REDIS_HOST-unset}" unset
is "$(env | grep -c '^_sfm_dev')" 1
prompt && said ''
cd profiles && prompt && said ''
is "${REDIS_URL-unset}" redis://localhost:6379/0
(exit 7)
prompt
is $? 7


# A shell inside knows that the variables are not its own.
is "$(HERE=$PWD bash --norc -c 'eval "$(sfm-dev hook bash)"; _sfm_dev_hook; cd "$HOME"; _sfm_dev_hook; echo "${POSTGRES_URL-unset}${SFM_DEV_ENV-unset}${_sfm_dev_dir-unset}"')" unsetunsetunset
is "$(bash --norc -c 'eval "$(sfm-dev hook bash)"; unset _sfm_dev_dir; _sfm_dev_hook; cd "$HOME"; _sfm_dev_hook; echo "${POSTGRES_URL-unset}"')" unset

# Where PROMPT_COMMAND is an array, the user's own stays.
is "$(bash --norc -c 'PROMPT_COMMAND=(one two); eval "$(sfm-dev hook bash)"; echo "${PROMPT_COMMAND[@]}"')" '_sfm_dev_hook;one two'

# A folder of another program's profiles is not ours.
mkdir -p "$HOME/other/profiles" && cd "$HOME/other" && prompt && said ''

cd "$B" && sfm-dev generate 2>/dev/null && prompt
is "$REDIS_URL" redis://localhost:7777/0
cd "$A" && prompt && is "$REDIS_URL" redis://localhost:6379/0

cd "$HOME" && prompt && said ''
is "$POSTGRES_URL" "it's \$mine"
is "$REDIS_HOST" rival
is "$QDRANT_URL$(printenv QDRANT_URL)" unexported
is "${REDIS_URL-unset}${SFM_DEV_ENV-unset}" unsetunset
is "$(compgen -v _sfm_dev_old_)" ''

cd "$A" && prompt
(cd "$A" && printf 'sfm-dev: {ports: {REDIS_PORT: 6380}}\n' >config.yaml && sfm-dev generate 2>/dev/null)
prompt && said '*older variables than the project*'
prompt && said ''
is "$REDIS_URL" redis://localhost:6379/0
eval $(sfm-dev env --shell bash)
prompt && said ''
is "$REDIS_URL" redis://localhost:6380/0

printf '\n# changed by a stranger\n' >>profiles/local.yaml
prompt && said '*changed; look at them*sfm-dev allow'
prompt && said ''
cd "$HOME" && prompt && cd "$A" && prompt
is "${REDIS_URL-unset}" unset
echo done
