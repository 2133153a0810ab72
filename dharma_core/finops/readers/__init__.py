"""Readers of what providers bill in: AWS, Azure and Google exports, and clusters, into FOCUS."""
