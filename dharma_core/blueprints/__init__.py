"""Designs: model, versions, templates, lowering to a Plan."""
