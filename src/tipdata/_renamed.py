"""Names of an earlier version that still work, and warn with the new name."""

import warnings


class Renamed:
    """The old name of an attribute or a method, as an attribute of its class.

    Define it out of the sight of type checkers, to which the old name is an error.

    >>> class Box:
    ...     size = 3
    ...     width = Renamed("size")
    >>> with warnings.catch_warnings(record=True) as caught:
    ...     warnings.simplefilter("always")
    ...     Box().width
    3
    >>> print(caught[0].message)
    Box.width is now Box.size; the old name goes in version 0.4
    """

    def __init__(self, new: str) -> None:
        self.new = new
        self.old = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.old = name

    def __get__(self, instance: object, owner: type) -> object:
        title = owner.__name__
        message = f"{title}.{self.old} is now {title}.{self.new}; the old name goes in version 0.4"
        warnings.warn(message, DeprecationWarning, stacklevel=2)
        return getattr(owner if instance is None else instance, self.new)
