@description('Name of the event bucket, unique in the world')
param bucket_name string = 'dharma-event-pipeline-events'

output bucket string = bucket_name
