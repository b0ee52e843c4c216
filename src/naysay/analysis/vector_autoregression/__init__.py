"""Vector autoregressions: series regressed on each other's past, and responses to a surprise in one."""

from naysay.analysis.vector_autoregression.causality import SystemCausality, system_causality
from naysay.analysis.vector_autoregression.estimate import VectorAutoregression, vector_autoregression
from naysay.analysis.vector_autoregression.impulse import ImpulseResponses, impulse_responses
from naysay.analysis.vector_autoregression.order import order_criteria
from naysay.analysis.vector_autoregression.shares import forecast_error_shares

__all__ = [
    "ImpulseResponses",
    "SystemCausality",
    "VectorAutoregression",
    "forecast_error_shares",
    "impulse_responses",
    "order_criteria",
    "system_causality",
    "vector_autoregression",
]
