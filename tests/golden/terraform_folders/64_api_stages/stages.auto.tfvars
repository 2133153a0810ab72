stages = {
  prod = {
    throttle = { burst = 200, rate = 99.5 }
    vars     = { MODE = "prod", LEVEL = 2 }
  }
  dev = { logs = false }
}
