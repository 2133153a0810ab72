@description('What all names start with; another one makes a second copy in the same account')
param name string = 'scheduled-jobs'

output function string = name

output table string = '${name}-runs'
