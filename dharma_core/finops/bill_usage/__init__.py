"""Usage out of a bill: which billed things are resources of a plan, and what they used."""
