"""Writers: a Plan in, text of some tool out."""
