"""Terraform configuration: a folder of ``.tf`` and ``.tf.json`` files in, a Plan out."""

from dharma_core.importers.terraform.folder_reading import read_configuration, read_folder

__all__ = ["read_configuration", "read_folder"]
