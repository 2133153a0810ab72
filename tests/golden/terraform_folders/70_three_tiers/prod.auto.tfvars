project     = "shop"
environment = "prod"
zone_count  = 3
single_nat  = false
db_password = "not-a-real-password"
