"""The taxonomy as the user's own: a file that replaces or extends themes, actor categories and action types.

`files` reads a file and says what is wrong with it, `own` joins it with civictext's labels, `check` is the linter, `tryout` shows
what each label would hit in a corpus.
"""
