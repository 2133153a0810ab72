@description('What all names start with; another one makes a second copy in the same account')
param name string = 'observability-base'

@description('Name of the archive bucket, unique in the world')
param bucket_name string = 'dharma-observability-base-archive'

output archive string = bucket_name

output alarms string = '${name}-alarms'
