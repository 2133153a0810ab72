"""A forecast cheap enough to make at every step: a level, and a profile over one cycle."""

from __future__ import annotations

__all__ = ["OnlineForecast"]

_LEVEL_RATE = 0.02
_PROFILE_RATE = 0.4
_FIRST_PROFILE_RATE = 0.8


class OnlineForecast:
    """A level that follows slowly and what each place of the cycle adds to it.

    Parameters
    ----------
    cycle : int
        Steps of one cycle: 7 for days of a week, 288 for five minutes of a day.
    level_rate, profile_rate : float
        How much of an error each of them takes up.

    Examples
    --------
    >>> forecast = OnlineForecast(2)
    >>> for place, value in enumerate([10.0, 20.0] * 40):
    ...     error = forecast.push(place % 2, value)
    >>> abs(error) < 0.1, round(forecast.expected(0)), round(forecast.expected(1))
    (True, 10, 20)
    """

    __slots__ = ("_level", "_level_rate", "_profile", "_profile_rate")

    def __init__(
        self,
        cycle: int,
        *,
        level_rate: float = _LEVEL_RATE,
        profile_rate: float = _PROFILE_RATE,
    ) -> None:
        self._level: float | None = None
        self._profile: list[float | None] = [None] * cycle
        self._level_rate = level_rate
        self._profile_rate = profile_rate

    def expected(self, place: int) -> float:
        """Return what is expected at a place of the cycle; zero before the first value."""
        return (self._level or 0.0) + (self._profile[place] or 0.0)

    def push(self, place: int, value: float) -> float:
        """Take the value at a place of the cycle; return by how much it exceeds what was expected.

        The first value of all is its own expectation.
        """
        if self._level is None:
            self._level = value
            return 0.0
        error = value - self.expected(place)
        known = self._profile[place]
        self._level += self._level_rate * (value - (known or 0.0) - self._level)
        rate = _FIRST_PROFILE_RATE if known is None else self._profile_rate
        self._profile[place] = (known or 0.0) + rate * (value - self._level - (known or 0.0))
        return error
