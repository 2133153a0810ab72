"""How a Plan becomes real, and back."""
