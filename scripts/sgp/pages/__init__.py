"""The pages to read: `Start here` for what needs the coordinator, `Summary` for how the cycle goes."""

from sgp.pages.figures import Figures
from sgp.pages.start import start_here
from sgp.pages.summary import summary

__all__ = ["Figures", "start_here", "summary"]
