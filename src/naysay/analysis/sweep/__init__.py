"""A grid of variants of the verdict's own regression as one family: what holds over all of them together."""

from naysay.analysis.sweep.cells import CellEstimate, estimated_cell
from naysay.analysis.sweep.family import GridCell, sweep_tables
from naysay.analysis.sweep.variant_panel import VariantPanel

__all__ = ["CellEstimate", "GridCell", "VariantPanel", "estimated_cell", "sweep_tables"]
