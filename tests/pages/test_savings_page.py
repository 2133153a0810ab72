"""The savings page: ranked advice, a choice of what to follow, a new version of the design."""

DESIGN = """
name: idle-shop
version: 1.0.0
provider: aws
region: us-east-1
resources:
  - name: web
    type: aws_instance
    properties: {ami: ami-0123456789abcdef0, instance_type: m4.large}
  - name: disk
    type: aws_ebs_volume
    properties: {availability_zone: us-east-1a, size: 100, type: gp2}
"""


def test_advice_is_ranked_and_what_is_chosen_becomes_a_new_version(bench, dashboard):
    stored = bench.save_blueprint(DESIGN, file="idle-shop.yaml")
    page = dashboard.open("savings")
    page.widget("selectbox", "source").select("idle-shop 1.0.0").run()
    assert "Could be saved" in page.text
    assert "Use m5.large instead of m4.large" in page.text
    assert "Remove what nothing uses" in page.text
    page.widget("multiselect", "follow").select("newer-generation:aws_instance.web").run()
    assert "instance_type = m5.large" in page.text
    page.click("follow_save")
    assert "idle-shop is saved as version" in page.text
    again = bench.blueprint(stored.id)
    assert again.version != "1.0.0"
    (web,) = [r for r in bench.read(stored.id).managed if r.name == "web"]
    assert web.attributes["instance_type"] == "m5.large"


FAR = """
name: far-shop
version: 1.0.0
provider: aws
region: us-west-1
resources:
  - name: web
    type: aws_instance
    properties: {ami: ami-0123456789abcdef0, instance_type: m5.8xlarge}
"""


def test_a_move_is_made_by_one_click_and_says_what_is_left_to_look_at(bench, dashboard):
    stored = bench.save_blueprint(FAR, file="far-shop.yaml")
    page = dashboard.open("savings")
    page.widget("selectbox", "source").select("far-shop 1.0.0").run()
    assert "Run it in us-east-1 instead of us-west-1" in page.text
    page.widget("multiselect", "follow").select("region-move:far-shop").run()
    assert "region us-west-1 becomes us-east-1" in page.text
    page.click("follow_save")
    told = "Not taken over: web: ami = ami-0123456789abcdef0 belongs to us-west-1 alone."
    assert told in page.text
    assert bench.read(stored.id).region == "us-east-1"


PLAIN = """
name: plain
version: 1.0.0
provider: aws
region: us-east-1
resources: [{name: net, type: aws_vpc, properties: {cidr_block: 10.0.0.0/16}}]
"""


def test_a_design_without_savings_says_what_would_help(bench, dashboard):
    bench.save_blueprint(PLAIN, file="plain.yaml")
    page = dashboard.open("savings")
    page.widget("selectbox", "source").select("plain 1.0.0").run()
    assert "Nothing to save was found" in page.text
