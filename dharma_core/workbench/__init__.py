"""The one place that joins rules, facts and storage."""
