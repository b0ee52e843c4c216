"""What stages of earlier runs left in a workspace, and what a run made again or reused, with the reason."""

from naysay.run.stages.code import DATA_CODE, METHOD_CODE, made_by
from naysay.run.stages.folder import StagesFolder
from naysay.run.stages.store import StoredStages, opened

__all__ = ["DATA_CODE", "METHOD_CODE", "StagesFolder", "StoredStages", "made_by", "opened"]
