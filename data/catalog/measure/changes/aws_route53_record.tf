resource "aws_route53_record" "minimal" {
  zone_id         = "other"
  name            = "other"
  type            = "HTTPS"
  ttl             = 61
  records         = ["other"]
  allow_overwrite = true
  health_check_id = "other"
  set_identifier  = "other"
  failover_routing_policy {
    type = "SECONDARY"
  }
}

resource "aws_route53_record" "second" {
  zone_id        = "Z1"
  name           = "a.example.com"
  type           = "A"
  set_identifier = "other"
  alias {
    evaluate_target_health = true
    name                   = "other"
    zone_id                = "other"
  }
  weighted_routing_policy {
    weight = 5
  }
}

resource "aws_route53_record" "latency" {
  zone_id        = "Z1"
  name           = "a.example.com"
  type           = "A"
  ttl            = 60
  records        = ["10.0.0.1"]
  set_identifier = "other"
  latency_routing_policy {
    region = "eu-west-1"
  }
}

resource "aws_route53_record" "geolocation" {
  zone_id        = "Z1"
  name           = "a.example.com"
  type           = "A"
  ttl            = 60
  records        = ["10.0.0.1"]
  set_identifier = "other"
  geolocation_routing_policy {
    country = "DE"
  }
}

resource "aws_route53_record" "cidr" {
  zone_id        = "Z1"
  name           = "a.example.com"
  type           = "A"
  ttl            = 60
  records        = ["10.0.0.1"]
  set_identifier = "other"
  cidr_routing_policy {
    collection_id = "12345678-1234-1234-1234-123456789012"
    location_name = "other"
  }
}

resource "aws_route53_record" "geoproximity" {
  zone_id        = "Z1"
  name           = "a.example.com"
  type           = "A"
  ttl            = 60
  records        = ["10.0.0.1"]
  set_identifier = "other"
  geoproximity_routing_policy {
    aws_region = "eu-west-1"
    bias       = 1
  }
}

resource "aws_route53_record" "multivalue" {
  zone_id                          = "Z1"
  name                             = "a.example.com"
  type                             = "A"
  ttl                              = 60
  records                          = ["10.0.0.1"]
  set_identifier                   = "other"
  multivalue_answer_routing_policy = true
}
