"""How a Plan of Azure resources becomes templates: one value, written as ARM and as Bicep."""
