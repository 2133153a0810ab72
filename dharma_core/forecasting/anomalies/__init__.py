"""What is odd in a series, told at once and never revised: signals, episodes, rivals, scoring."""
