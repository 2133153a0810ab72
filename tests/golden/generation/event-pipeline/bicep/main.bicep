@description('Name of the event bucket, unique in the world')
param bucketName string = 'dharma-event-pipeline-events'

output bucket string = bucketName
