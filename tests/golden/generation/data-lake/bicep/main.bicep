@description('What the buckets\' names start with, unique in the world')
param bucketPrefix string = 'dharma-data-lake'

output raw_bucket string = '${bucketPrefix}-raw'

output ready_bucket string = '${bucketPrefix}-ready'
