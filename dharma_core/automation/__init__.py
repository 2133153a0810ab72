"""What happens by itself: at which times, for whom, and what is made up for."""

from dharma_core.automation.cron import Cron
from dharma_core.automation.report_schedules import (
    ReportRun,
    ReportSchedule,
    RunState,
    ScheduledReport,
    StoredSchedule,
)

__all__ = ["Cron", "ReportRun", "ReportSchedule", "RunState", "ScheduledReport", "StoredSchedule"]
