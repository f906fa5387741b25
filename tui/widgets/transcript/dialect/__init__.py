"""The Markdown that people and models write, read so that no word of it is lost: a parser and its rules."""
