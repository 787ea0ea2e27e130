"""A drawn picture: its dots, and where the marks are on it, which a pointer over them finds."""

from dataclasses import dataclass

from shuangjian_desktop.analysis.plot import Mark, Plot


@dataclass(frozen=True)
class Place:
    """Where a mark is, in pixels from the top left corner."""

    mark: Mark
    left: float
    top: float
    width: float
    height: float

    def distance(self, x: float, y: float) -> float:
        """Return how far a point is from it, 0 inside."""
        across = max(self.left - x, 0, x - self.left - self.width)
        down = max(self.top - y, 0, y - self.top - self.height)
        return max(across, down)


@dataclass(frozen=True)
class Picture:
    """The picture of a plot: red, green, blue and opacity of each dot, line by line, and the places of its marks.

    `width` and `height` are in dots, `ratio` is how many of them there are to a pixel.
    """

    plot: Plot
    width: int
    height: int
    ratio: float
    dots: bytes
    places: tuple[Place, ...]

    def at(self, x: float, y: float, reach: float) -> Place | None:
        """Return the place nearest to a point, in pixels, that is no farther than `reach`; the smaller of two."""
        near = [one for one in self.places if one.distance(x, y) <= reach]
        return min(near, key=lambda one: (one.distance(x, y), one.width * one.height), default=None)
