"""How chatter and returns move together: at leads and lags, and over time."""

from naysay.analysis.correlation.estimate import LeadLag, lead_lag
from naysay.analysis.correlation.rolling import rolling_correlation

__all__ = ["LeadLag", "lead_lag", "rolling_correlation"]
