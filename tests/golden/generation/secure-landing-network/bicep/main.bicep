@description('The domain of names inside the network')
param domain string = 'landing.internal'

output domain string = domain
