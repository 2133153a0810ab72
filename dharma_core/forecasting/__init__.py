"""Models of what will come and what is odd: forecasts, back-tests, intervals, anomalies."""
