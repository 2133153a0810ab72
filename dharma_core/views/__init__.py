"""Tables and figures shared by pages, notebooks and reports."""
