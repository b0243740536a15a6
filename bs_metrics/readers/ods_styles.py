"""How an .ods shows its dates: the styles that cells name, as the number formats that other workbooks have."""

_PARTS = {"day": "d", "month": "m", "year": "y"}
_DEPTH = 20  # of styles that rest on another


class Styles:
    """Collects the styles of a document while its parts are read; `shown` gives the format of a cell's dates."""

    def __init__(self) -> None:
        self._dates: dict[str, str] = {}
        self._cells: dict[str, tuple[str, str]] = {}
        self._reading: str | None = None
        self._is_text = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins, of whatever part."""
        if name == "date-style":
            self._reading = attributes.get("style:name", "")
            self._dates[self._reading] = ""
        elif self._reading is not None:
            self._is_text = name == "text"
            if name in _PARTS:
                self._add(_PARTS[name] * _length(name, attributes))
        elif name == "style" and attributes.get("style:family") == "table-cell":
            own = attributes.get("style:data-style-name", ""), attributes.get("style:parent-style-name", "")
            self._cells[attributes.get("style:name", "")] = own

    def text(self, data: str) -> None:
        """What stands between the parts of a date."""
        if self._reading is not None and self._is_text:
            self._add(data)

    def end(self, name: str) -> None:
        """An element ends."""
        self._is_text = False
        if name == "date-style":
            self._reading = None

    def shown(self, style: str) -> str:
        """The number format of a cell style, such as d-mmm; empty where it has none for dates."""
        for _ in range(_DEPTH):
            data, parent = self._cells.get(style, ("", ""))
            if data in self._dates:
                return self._dates[data]
            style = parent
        return ""

    def _add(self, text: str) -> None:
        assert self._reading is not None
        self._dates[self._reading] = (self._dates[self._reading] + text)[:100]


def _length(name: str, attributes: dict[str, str]) -> int:
    """How many letters of a number format stand for a part of a date: 22, 07, Jul, July, 24, 2024."""
    is_long = attributes.get("number:style") == "long"
    if name == "year":
        return 4 if is_long else 2
    return (2 if attributes.get("number:textual") == "true" else 0) + (2 if is_long else 1)
