@description('Name of the bucket of results, unique in the world')
param bucketName string = 'dharma-batch-workers-results'

output results string = bucketName
