"""Billing facts, allocation and budgets: what was spent, by whom, and against which plan."""
