@description('What all names start with; another one makes a second copy in the same account')
param name string = 'relational-database'

output alarms string = '${name}-alarms'
