"""The strategies of the tests are those that `tipdata.testing` gives to everybody."""

from tipdata.testing import histories, partial_dates, periods

__all__ = ["histories", "partial_dates", "periods"]
