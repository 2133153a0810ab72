@description('What all names start with; another one makes a second copy in the same account')
param name string = 'serverless-api'

output table_name string = '${name}-items'
