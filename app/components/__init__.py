"""Components of the dashboard that draw themselves in the browser."""
