set -a
. "$FILE"
set +a
exec env -0
