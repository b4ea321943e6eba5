# The block is evaluated unquoted, in a folder of files that its text would match as a pattern.
eval $(cat "$BLOCK")
exec env -0
