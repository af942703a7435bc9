"""One script for each change of the schema; a script that was ever released is not touched again."""
