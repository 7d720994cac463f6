"""What is read and what is to be written: values that floor 1 and every edge share."""

from sgp.plan.cells import Broken, Sheet, Snapshot, Value
from sgp.plan.changes import Cells, Changes, Edit, Line, Page, RawRows, Span, TabChange
from sgp.plan.messages import Message
from sgp.plan.placing import Placed, by_title, differs, place

__all__ = [
    "Broken", "Cells", "Changes", "Edit", "Line", "Message", "Page", "Placed", "RawRows", "Sheet", "Snapshot", "Span", "TabChange", "Value", "by_title", "differs", "place",
]
