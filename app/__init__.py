"""The dashboard: asks the workbench, shows the answer."""
