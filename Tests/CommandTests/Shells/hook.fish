# A fish with the hook walks in and out of $A and $B, two projects. Fails at the first line that is not as it must be.
sfm-dev hook fish | source
sfm-dev hook fish | source # a second time changes nothing
function prompt
    emit fish_prompt 2>$HOME/said
end
function is
    test "$argv[1]" = "$argv[2]"; and return
    echo "expected '$argv[2]', found '$argv[1]' in" (status stack-trace) >&2
    exit 1
end
function said
    string match -q -- "$argv[1]" (cat $HOME/said | string collect); and return
    test -z "$argv[1]" -a ! -s $HOME/said; or is (cat $HOME/said | string collect) "$argv[1]"
end
# stderr of an event handler cannot be redirected at the event: the hook's own is.
functions -c _sfm_dev_hook _sfm_dev_quiet
function _sfm_dev_hook --on-event fish_prompt
    _sfm_dev_quiet 2>$HOME/said
end

set -gx POSTGRES_URL 'it\'s $mine'
set -gx REDIS_HOST rival
set -g QDRANT_URL unexported
cd $HOME; emit fish_prompt; said ''
is $POSTGRES_URL 'it\'s $mine'

cd $A; emit fish_prompt; said '*may not set variables*sfm-dev allow*'
is $POSTGRES_URL 'it\'s $mine'
emit fish_prompt; said ''

sfm-dev allow 2>/dev/null
emit fish_prompt; said "*'REDIS_HOST' was set in this shell and is unset*"
is $POSTGRES_URL postgresql://postgres:postgres@localhost:5433/somamemory
is (printenv POSTGRES_URL) $POSTGRES_URL
is (set -q REDIS_HOST; and echo set; or echo unset) unset
is (env | string match -r '^_sfm_dev' | count) 1
emit fish_prompt; said ''
cd profiles; emit fish_prompt; said ''
is $REDIS_URL redis://localhost:6379/0


# A shell inside knows that the variables are not its own.
is (fish --no-config -c 'sfm-dev hook fish | source; _sfm_dev_hook; cd $HOME; _sfm_dev_hook; echo "$POSTGRES_URL$SFM_DEV_ENV$_sfm_dev_dir"') ''

cd $B; sfm-dev generate 2>/dev/null; emit fish_prompt
is $REDIS_URL redis://localhost:7777/0
cd $A; emit fish_prompt; is $REDIS_URL redis://localhost:6379/0

cd $HOME; emit fish_prompt; said ''
is $POSTGRES_URL 'it\'s $mine'
is $REDIS_HOST rival
is "$QDRANT_URL"(printenv QDRANT_URL | string collect --allow-empty) unexported
is "$REDIS_URL$SFM_DEV_ENV" ''

# What belongs to all sessions is not taken from them.
set -e -g REDIS_HOST; set -Ux REDIS_HOST everywhere
cd $A; emit fish_prompt; cd $HOME; emit fish_prompt
is "$REDIS_HOST" everywhere
set -e -U REDIS_HOST
is (set -n | string match -r '^_sfm_dev_old_' | count) 0

cd $A; emit fish_prompt
printf 'sfm-dev: {ports: {REDIS_PORT: 6380}}\n' >config.yaml; sfm-dev generate 2>/dev/null
emit fish_prompt; said '*older variables than the project*'
emit fish_prompt; said ''
sfm-dev env --shell fish | source
emit fish_prompt; said ''
is $REDIS_URL redis://localhost:6380/0

printf '\n# changed by a stranger\n' >>profiles/local.yaml
emit fish_prompt; said '*changed; look at them*sfm-dev allow*'
emit fish_prompt; said ''
cd $HOME; emit fish_prompt; cd $A; emit fish_prompt
is "$REDIS_URL" ''
echo done
