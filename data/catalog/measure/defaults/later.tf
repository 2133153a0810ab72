# Stands for a value that only apply can tell: a known definition of a state machine would be sent
# to AWS to be validated.
resource "terraform_data" "later" {
  input = "x"
}
