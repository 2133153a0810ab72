@description('What the buckets\' names start with, unique in the world')
param bucket_prefix string = 'dharma-data-lake'

output raw_bucket string = '${bucket_prefix}-raw'

output ready_bucket string = '${bucket_prefix}-ready'
