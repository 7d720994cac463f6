"""What is read and what is to be written: values that floor 1 and every edge share."""

from sgp.plan.applying import applied, by_title, differs
from sgp.plan.between import between
from sgp.plan.cells import Broken, Sheet, Snapshot, Value
from sgp.plan.changes import Cells, Changes, Chart, Edit, Lease, Line, Page, RawRows, Span, TabChange
from sgp.plan.messages import Attachment, Envelope, Handed, Kept, Message
from sgp.plan.placing import Placed, place
from sgp.plan.plan import Plan

__all__ = [
    "Attachment", "Broken", "Cells", "Changes", "Chart", "Edit", "Envelope", "Handed", "Kept", "Lease", "Line", "Message", "Page", "Placed",
    "Plan", "RawRows", "Sheet", "Snapshot", "Span", "TabChange", "Value", "applied", "between", "by_title", "differs", "place",
]
