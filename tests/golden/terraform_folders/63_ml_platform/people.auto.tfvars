notebooks = [
  { owner = "ann" },
  { owner = "bob", type = "ml.g4dn.xlarge", volume = 200 },
]
