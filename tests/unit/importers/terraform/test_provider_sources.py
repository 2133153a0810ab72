"""Providers that are not HashiCorp's keep their source, in and out."""

import json

import pytest

from dharma_core.generation import render
from dharma_core.importers import read_text
from dharma_core.plan.terraform_json import plan_to_json

MAIN = """
terraform {
  required_providers {
    docker = {
      source  = "kreuzwerker/docker"
      version = "~> 3.0"
    }
    aws = {
      source  = "hashicorp/aws"
      version = ">= 4.0"
    }
    old = "~> 1.0"
  }
}
resource "docker_image" "web" {
  name = "nginx"
}
module "dns" {
  source = "./dns"
}
"""
DNS = """
terraform {
  required_providers {
    cloudflare = {
      source = "registry.example.com/cloudflare/cloudflare"
    }
  }
}
resource "cloudflare_record" "www" {
  name = "www"
}
"""
FILES = {"main.tf": MAIN, "dns/main.tf": DNS}


def versions(plan, catalog):
    files = {file.path: file.text for file in render(plan, "terraform", catalog).files}
    return files["versions.tf"]


def test_sources_of_every_module_are_written_again(read, catalog):
    written = versions(read(FILES), catalog)
    assert 'source  = "kreuzwerker/docker"\n      version = "~> 3.0"' in written
    assert 'source = "registry.example.com/cloudflare/cloudflare"' in written


def test_json_configuration_says_it_too(read, catalog):
    wanted = {"docker": {"source": "kreuzwerker/docker"}}
    document = {
        "terraform": {"required_providers": wanted},
        "resource": {"docker_image": {"web": {"name": "nginx"}}},
    }
    plan = read({"main.tf.json": json.dumps(document)})
    assert 'source = "kreuzwerker/docker"' in versions(plan, catalog)


@pytest.mark.parametrize("own_key", [True, False], ids=["as Dharma writes it", "as Terraform does"])
def test_plan_json_names_the_registry_and_gives_it_back(read, catalog, own_key):
    document = plan_to_json(read(FILES))
    names = {entry["type"]: entry["provider_name"] for entry in document["resource_changes"]}
    assert names == {
        "docker_image": "registry.terraform.io/kreuzwerker/docker",
        "cloudflare_record": "registry.example.com/cloudflare/cloudflare",
    }
    if not own_key:
        del document["dharma"]
    again = read_text(json.dumps(document), file="plan.json", catalog=catalog)
    assert 'source = "registry.example.com/cloudflare/cloudflare"' in versions(again, catalog)


def test_a_folder_of_hashicorps_providers_says_nothing_of_them(read):
    plan = read('resource "x_box" "a" {\n}\n')
    assert "required_providers" not in plan.origin
