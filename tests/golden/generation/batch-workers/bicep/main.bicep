@description('Name of the bucket of results, unique in the world')
param bucket_name string = 'dharma-batch-workers-results'

output results string = bucket_name
