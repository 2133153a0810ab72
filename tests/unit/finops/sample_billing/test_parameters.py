"""The parameters: frozen, and refused where they are wrong."""

import copy
import hashlib

import pytest
import yaml

from dharma_core.errors import FactError
from dharma_core.finops.sample_billing import parse_sample_parameters
from dharma_core.storage.facts import data_root

FROZEN = "54dd3ce70e04f15629cd05c1995c83a02d4ea1fa54e789ef60cdd3e9d3ed1123"


@pytest.fixture(scope="module")
def text():
    return (data_root() / "samples" / "billing.yaml").read_bytes()


def test_the_parameters_are_frozen(text):
    found = hashlib.sha256(text).hexdigest()
    assert found == FROZEN, "detectors were judged on the frozen numbers: measure them again"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda raw: raw.update(colour="red"), "colour"),
        (lambda raw: raw.pop("incidents"), "incidents"),
        (lambda raw: raw["accounts"][0].update(cloud="oracle"), "no cloud 'oracle'"),
        (lambda raw: raw["accounts"][0].update(regions=["moon"]), "no region 'moon'"),
        (
            lambda raw: raw["services"][0]["meters"][0].update(rhythm="waltz"),
            "EC2-M6I-XL: no rhythm 'waltz'",
        ),
        (lambda raw: raw["rhythms"]["shop"].update(week=[1.0]), "rhythms.shop.week"),
    ],
    ids=["unknown key", "missing key", "cloud", "region", "rhythm", "week"],
)
def test_parse_sample_parameters_names_what_is_wrong(text, change, said):
    raw = copy.deepcopy(yaml.safe_load(text))
    change(raw)
    with pytest.raises(FactError, match=said):
        parse_sample_parameters(raw)
