eval "$(cat "$BLOCK")"
exec env -0
