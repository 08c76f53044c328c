"""The end of a migration that a person has to help."""


class Refused(Exception):
    """Nothing was changed; the text says what is wrong and what to do."""
